import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MEMORY } from '../../config/memory.js';
import type { CachedBody, Encoding } from './cached-body.js';
import { encodingFor, isKnown, sentBody } from './send-cached.js';
import { isShared } from './response-sharing.js';

/** ms after which responses that are not fresh any more are let go. */
const SWEEP = 1_000;
/** Headers that depend on the request, or are said anew with every response. */
const OWN = new Set(['content-length', 'content-encoding', 'etag', 'x-request-id']);

/** Headers as Node keeps them itself, each name and after it its value; and the whole of them, an encoding each. */
type Cached = {
  readonly body: CachedBody;
  readonly headers: readonly string[];
  readonly heads: Map<Encoding, readonly string[]>;
};

/** A response in the encoding in which a reader takes it. */
type Ready = { readonly cached: Cached; readonly encoding: Encoding; readonly bytes: Buffer };

/** What routes with `@SharedResponse` have answered, by its address as it was written, to be sent again while it is fresh. */
@Injectable()
export class ResponseCache {
  /** How many were sent again: whole, and as 304. */
  readonly sent = { whole: 0, known: 0 };
  private readonly responses = new LRUCache<string, Cached>({
    maxSize: MEMORY.responses,
    // Also of one whose other encodings are yet to come: together they weigh less than twice as much.
    sizeCalculation: ({ body }, url) => 2 * body.weight + url.length,
  });

  /** Bytes that are cached. */
  get size(): number {
    return this.responses.calculatedSize;
  }

  /** Lets go of what is not fresh any more: nobody may ask for it again. */
  @Interval(SWEEP)
  sweep(now = performance.now()): void {
    for (const [url, { body }] of this.responses.entries()) if (body.freshUntil <= now) this.responses.delete(url);
  }

  /** Caches what has just been answered, unless it is somebody's own. For Fastify's `onSend`. */
  store(request: FastifyRequest, reply: FastifyReply): void {
    const body = sentBody(request);
    if (!body || body.freshUntil <= performance.now() || request.method !== 'GET' || !isShared(request)) return;
    if ((reply.statusCode !== 200 && reply.statusCode !== 304) || isPersonal(reply)) return;
    // What middleware has set stands on Node's response, and is of this one request.
    const said = Object.entries(reply.getHeaders()).filter(([name]) => !OWN.has(name) && !reply.raw.hasHeader(name));
    const headers = said.flatMap(([name, value]) => [name, String(value)]);
    this.responses.set(request.url, { body, headers, heads: new Map() });
  }

  /** What is cached in answer to a request; undefined where nothing is, or not in the encoding that the reader takes. */
  ready({ method, url = '', headers }: IncomingMessage): Ready | undefined {
    const cached = method === 'GET' || method === 'HEAD' ? this.find(url) : undefined;
    if (!cached) return undefined;
    const encoding = encodingFor(headers['accept-encoding']);
    const bytes = cached.body.as(encoding);
    return bytes instanceof Buffer ? { cached, encoding, bytes } : undefined;
  }

  /**
   * Sends it, as it was sent before, beside what middleware has set.
   * @param id the request's own
   */
  send({ cached, encoding, bytes }: Ready, { headers }: IncomingMessage, response: ServerResponse, id: string): void {
    const etag = cached.body.etag(encoding);
    if (isKnown(headers['if-none-match'], etag)) {
      this.sent.known += 1;
      response.writeHead(304, [...cached.headers, 'ETag', etag, 'X-Request-Id', id]).end();
    } else {
      this.sent.whole += 1;
      const head = cached.heads.get(encoding) ?? headOf(cached, encoding, bytes);
      response.writeHead(200, [...head, 'X-Request-Id', id]).end(bytes);
    }
  }

  private find(url: string): Cached | undefined {
    const cached = this.responses.get(url);
    if (!cached || cached.body.freshUntil > performance.now()) return cached;
    this.responses.delete(url);
    return undefined;
  }
}

const isPersonal = (reply: FastifyReply): boolean =>
  reply.hasHeader('Set-Cookie') || /\bprivate\b/.test(String(reply.getHeaders()['cache-control']));

function headOf({ body, headers, heads }: Cached, encoding: Encoding, bytes: Buffer): readonly string[] {
  const packed = bytes === body.body ? [] : ['Content-Encoding', encoding];
  const head = [...headers, ...packed, 'Content-Length', String(bytes.length), 'ETag', body.etag(encoding)];
  heads.set(encoding, head);
  return head;
}
