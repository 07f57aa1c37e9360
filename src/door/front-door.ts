import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Encoding, KeptBytes } from './kept-bytes.js';
import { encodingFor, isKnown, sentTo } from './send-bytes.js';

/** Addresses whose answers are kept; of those that nobody asked for longest the bytes may be gone anyway. */
const MOST = 10_000;
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

type Options = {
  /** ms: until a request must have come whole, until a connection that says nothing is ended, between two requests. */
  readonly timeouts: { readonly request: number; readonly idle: number; readonly keepAlive: number };
  /** Rejects where whoever sends the request asks for more than it may; then the framework answers why. */
  readonly limit: (request: IncomingMessage) => Promise<void> | undefined;
};
type Kept = {
  readonly bytes: KeptBytes;
  readonly headers: readonly string[];
  readonly heads: Map<Encoding, readonly string[]>;
};

/**
 * Stands between the network and the framework. What was sent as kept bytes in answer to a GET, and is still good, is sent
 * again from here, under the address as it was written: after the same limits, and before a router, a guard and a pipe
 * would find out once more that it is the same for everyone.
 */
export class FrontDoor {
  private readonly kept = new LRUCache<string, Kept>({ max: MOST });

  constructor(private readonly options: Options) {}

  /** For Fastify's `serverFactory`. */
  readonly serve = (inside: RequestListener): Server => {
    const { request, idle, keepAlive } = this.options.timeouts;
    const timeouts = { requestTimeout: request, headersTimeout: request, keepAliveTimeout: keepAlive };
    // Who names no host is refused inside, with the contract's error; Node would say nothing but 400.
    return createServer({ ...timeouts, requireHostHeader: false }, (asked, response) =>
      this.receive(asked, response, inside),
    ).setTimeout(idle);
  };

  /** Keeps what has just been sent, under the address that it was asked by. For Fastify's `onSend`. */
  remember(request: FastifyRequest, reply: FastifyReply): void {
    const bytes = sentTo(request.raw);
    if (!bytes || request.method !== 'GET' || bytes.goodUntil <= performance.now()) return;
    if (reply.statusCode !== 200 && reply.statusCode !== 304) return;
    const said = Object.entries(reply.getHeaders()).filter(([name]) => !OWN.has(name));
    const headers = said.flatMap(([name, value]) => [name, String(value)]);
    this.kept.set(request.raw.url ?? '', { bytes, headers, heads: new Map() });
  }

  private receive(request: IncomingMessage, response: ServerResponse, inside: RequestListener): void {
    const kept =
      request.method === 'GET' && request.headers.host !== undefined ? this.find(request.url ?? '') : undefined;
    if (!kept) return inside(request, response);
    const limited = this.options.limit(request);
    if (!limited) return this.answer(request, response, kept, inside);
    limited.then(
      () => this.answer(request, response, kept, inside),
      () => inside(request, response),
    );
  }

  private find(url: string): Kept | undefined {
    const kept = this.kept.get(url);
    if (!kept || kept.bytes.goodUntil > performance.now()) return kept;
    this.kept.delete(url);
    return undefined;
  }

  private answer(request: IncomingMessage, response: ServerResponse, kept: Kept, inside: RequestListener): void {
    const encoding = encodingFor(request.headers['accept-encoding']);
    const body = kept.bytes.as(encoding);
    if (!(body instanceof Buffer)) return inside(request, response);
    const head = kept.heads.get(encoding) ?? this.head(kept, encoding, body);
    const etag = kept.bytes.etag(encoding);
    if (isKnown(request.headers['if-none-match'], etag)) {
      response.writeHead(304, [...kept.headers, 'ETag', etag, 'X-Request-Id', randomUUID()]).end();
      return;
    }
    response.writeHead(200, [...head, 'X-Request-Id', randomUUID()]).end(body);
  }

  private head({ bytes, headers, heads }: Kept, encoding: Encoding, body: Buffer): readonly string[] {
    const head = [
      ...headers,
      ...['Content-Type', bytes.type, 'Content-Length', String(body.length), 'ETag', bytes.etag(encoding)],
      ...(body === bytes.body ? [] : ['Content-Encoding', encoding]),
    ];
    heads.set(encoding, head);
    return head;
  }
}
