import { Negotiator } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ENCODINGS, type CachedBody, type Encoding } from './cached-body.js';

const negotiator = new Negotiator({
  supportedValues: [...ENCODINGS],
  cache: new LRUCache<string, string>({ max: 200 }),
});

/** The smallest encoding that a client takes (RFC 9110, 12.5.3). */
export const encodingFor = (accepted: string | undefined): Encoding =>
  accepted === undefined ? 'identity' : ((negotiator.negotiate(accepted) as Encoding | null) ?? 'identity');

/** True when the client has it already: weak comparison with each of the list (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** What was sent in answer to a request, for the response cache. */
const SENT = Symbol('cached body');
type Answered = FastifyRequest & { [SENT]?: CachedBody };
export const sentBody = (request: FastifyRequest): CachedBody | undefined => (request as Answered)[SENT];

/** Sends a body in the encoding that the client takes, or 304 to whoever has it already. */
export async function sendCached(
  request: FastifyRequest,
  reply: FastifyReply,
  body: CachedBody,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const encoding = encodingFor(request.headers['accept-encoding']);
  const bytes = await body.as(encoding);
  const etag = body.etag(encoding);
  void reply.headers({ ...headers, 'Content-Type': body.type, ETag: etag, Vary: 'Accept-Encoding' });
  if (bytes !== body.body) void reply.header('Content-Encoding', encoding);
  (request as Answered)[SENT] = body;
  // A page that says that something is missing is no representation of it: even `*` is not met.
  const isThere = reply.statusCode === 200;
  if (isThere && isKnown(request.headers['if-none-match'], etag)) void reply.status(304).send();
  else void reply.send(bytes);
}
