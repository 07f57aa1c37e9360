import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { MEMORY } from '../config/memory.js';
import type { CachedBody } from './cached-body.js';
import { encodingFor, sendEncoded, sentBody } from './send-cached.js';
import { isShared } from './response-sharing.js';

/** ms after which responses that are not fresh any more are let go. */
const SWEEP = 1_000;
/** Headers that depend on the request, or are said anew with every response. */
const OWN = new Set(['content-length', 'content-encoding', 'etag', 'x-request-id']);

type Cached = { readonly body: CachedBody; readonly headers: Readonly<Record<string, string>> };

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
    if ((reply.statusCode !== 200 && reply.statusCode !== 304) || reply.hasHeader('Set-Cookie')) return;
    const said = Object.entries(reply.getHeaders()).filter(([name]) => !OWN.has(name));
    const headers = Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
    this.responses.set(request.url, { body, headers });
  }

  /** Sends the response that is cached; false where there is none, or not in the encoding that the reader takes. */
  send(request: FastifyRequest, reply: FastifyReply): boolean {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const cached = isRead ? this.find(request.url) : undefined;
    if (!cached) return false;
    const encoding = encodingFor(request.headers['accept-encoding']);
    const bytes = cached.body.as(encoding);
    if (!(bytes instanceof Buffer)) return false;
    void reply.headers(cached.headers);
    sendEncoded(request, reply, { body: cached.body, encoding, bytes });
    this.sent[reply.statusCode === 304 ? 'known' : 'whole'] += 1;
    return true;
  }

  private find(url: string): Cached | undefined {
    const cached = this.responses.get(url);
    if (!cached || cached.body.freshUntil > performance.now()) return cached;
    this.responses.delete(url);
    return undefined;
  }
}
