import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import { MEMORY } from '../config/memory.js';
import type { Encoding, CachedBody } from './cached-body.js';
import { hostsIn } from './hooks.js';
import { encodingFor, isKnown, sentTo } from './send-cached.js';

/** Headers that are said anew with every answer, or depend on the encoding. */
const OWN = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'etag',
  'x-request-id',
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
]);

type Answer = {
  readonly bytes: CachedBody;
  readonly headers: readonly string[];
  readonly heads: Map<Encoding, readonly string[]>;
};

/** What was sent as cached bodies in answer to a GET, by its address as it was written, to be sent again while it is good. */
export class ResponseCache {
  /** How many were sent again: whole, and as 304. */
  readonly sent = { whole: 0, known: 0 };
  private readonly entries = new LRUCache<string, Answer>({
    maxSize: MEMORY.answers,
    // Also of one whose other encodings are yet to come: together they weigh less than twice as much.
    sizeCalculation: ({ bytes }, url) => 2 * bytes.weight + url.length,
  });

  /** Bytes that are cached. */
  get size(): number {
    return this.entries.calculatedSize;
  }

  /** Lets go of what is not good any more: nobody may ask for it again. */
  sweep(now: number): void {
    for (const [url, { bytes }] of this.entries.entries()) if (bytes.freshUntil <= now) this.entries.delete(url);
  }

  /** Keeps what has just been sent. For Fastify's `onSend`. */
  remember(request: FastifyRequest, reply: FastifyReply): void {
    const bytes = sentTo(request.raw);
    if (!bytes || request.method !== 'GET' || bytes.freshUntil <= performance.now()) return;
    if (reply.statusCode !== 200 && reply.statusCode !== 304) return;
    const said = Object.entries(reply.getHeaders()).filter(([name]) => !OWN.has(name));
    const headers = said.flatMap(([name, value]) => [name, String(value)]);
    this.entries.set(request.raw.url ?? '', { bytes, headers, heads: new Map() });
  }

  /** Sends the answer that is cached; false where there is none, or not in the encoding that the reader takes. */
  send(request: IncomingMessage, response: ServerResponse): boolean {
    // Who names no host, or two, is refused inside.
    const asks = request.method === 'GET' && hostsIn(request) === 1;
    const cached = asks ? this.find(request.url ?? '') : undefined;
    if (!cached) return false;
    const encoding = encodingFor(request.headers['accept-encoding']);
    const body = cached.bytes.as(encoding);
    if (!(body instanceof Buffer)) return false;
    const etag = cached.bytes.etag(encoding);
    if (isKnown(request.headers['if-none-match'], etag)) {
      this.sent.known += 1;
      response.writeHead(304, [...cached.headers, 'ETag', etag, 'X-Request-Id', randomUUID()]).end();
      return true;
    }
    this.sent.whole += 1;
    const head = cached.heads.get(encoding) ?? this.head(cached, encoding, body);
    response.writeHead(200, [...head, 'X-Request-Id', randomUUID()]).end(body);
    return true;
  }

  private find(url: string): Answer | undefined {
    const cached = this.entries.get(url);
    if (!cached || cached.bytes.freshUntil > performance.now()) return cached;
    this.entries.delete(url);
    return undefined;
  }

  private head({ bytes, headers, heads }: Answer, encoding: Encoding, body: Buffer): readonly string[] {
    const head = [
      ...headers,
      ...['Content-Type', bytes.type, 'Content-Length', String(body.length), 'ETag', bytes.etag(encoding)],
      ...(body === bytes.body ? [] : ['Content-Encoding', encoding]),
    ];
    heads.set(encoding, head);
    return head;
  }
}
