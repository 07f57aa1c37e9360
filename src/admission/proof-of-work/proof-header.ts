import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ForumError } from '../../errors/forum-error.js';
import { Describes } from '../../openapi/describe.js';
import { PUZZLES } from './puzzles.js';

/** A challenge with the answers to its puzzles, or a place in the line, which has none. */
export type Proof = { readonly word: string; readonly answers: readonly number[] };

const HEADER = {
  name: 'Proof-Of-Work',
  description:
    'Where `proof_required` was answered: the challenge, and the answers to its puzzles: `CHALLENGE; 1, 2, 3`.',
  schema: { type: 'string', maxLength: 400 },
  required: false,
} as const;

const read = createParamDecorator((_: unknown, context: ExecutionContext): Proof | null =>
  proofOf(context.switchToHttp().getRequest<FastifyRequest>().headers['proof-of-work']),
);

/**
 * The request's proof of work, or null without one. It is a header, so that the same post with another proof is the same post to
 * its `Idempotency-Key`.
 */
export const ProofHeader = (): ParameterDecorator => (target, key, index) => {
  read()(target, key, index);
  const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key !== undefined && descriptor) Describes(({ ApiHeader }) => ApiHeader(HEADER))(target, key, descriptor);
};

/** @throws ForumError invalid_request where it is none */
export function proofOf(header: string | readonly string[] | undefined): Proof | null {
  if (header === undefined) return null;
  const [, word = '', answers = ''] =
    (typeof header === 'string' && /^([\w.-]{1,300})(?:; ?([\d, ]{1,150}))?$/.exec(header)) || [];
  const found = answers === '' ? [] : answers.split(',').map(Number);
  if (word === '' || found.length > PUZZLES || !found.every(Number.isSafeInteger))
    throw new ForumError('invalid_request', [
      { path: 'Proof-Of-Work', message: 'must be a challenge, `; ` and its answers' },
    ]);
  return { word, answers: found };
}
