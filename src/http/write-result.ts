import type { FastifyReply, FastifyRequest } from 'fastify';
import { WriteResult, type Outcome } from '../database/writes/idempotency.js';
import { locationOf } from './location.js';

const STATUS: Readonly<Record<Outcome, number>> = { done: 200, created: 201, held: 202 };

/** For Fastify's `preSerialization`: turns what a write became into its status, and tells when the answer is an earlier one. */
export function sendWriteResult(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  if (!(answer instanceof WriteResult)) return done(null, answer);
  void reply.status(STATUS[answer.outcome]);
  if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
  const path = locationOf(request);
  if (path && answer.outcome !== 'done') void reply.header('Location', path(answer.value));
  void reply.serializer(() => answer.json);
  done(null, answer);
}
