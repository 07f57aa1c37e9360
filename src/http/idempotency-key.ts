import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IdempotencyKey } from '../database/writes/idempotency.js';
import { sha256 } from '../database/ids.js';
import { ForumError } from '../errors/forum-error.js';
import { Describes } from '../openapi/describe.js';
import { BODY_TEXT, type WithBodyText } from './body-parsers.js';

type Asked = Pick<WithBodyText, 'method' | 'url' | 'headers' | typeof BODY_TEXT>;

const KEY = {
  name: 'Idempotency-Key',
  description: 'The same request with the same key is done once and gets the first answer again, for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,64}$' },
} as const;

const read = createParamDecorator((need: 'required' | undefined, context: ExecutionContext): IdempotencyKey | null =>
  idempotencyKeyOf(context.switchToHttp().getRequest<WithBodyText>(), need),
);

/** The request's `Idempotency-Key`, or null without one. `@IdempotencyKeyHeader('required')` refuses a request without. */
export const IdempotencyKeyHeader =
  (need?: 'required'): ParameterDecorator =>
  (target, key, index) => {
    read(need)(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor)
      Describes(({ ApiHeader }) => ApiHeader({ ...KEY, required: need === 'required' }))(target, key, descriptor);
  };

/** @throws ForumError invalid_request where it is missing but needed, or no key */
export function idempotencyKeyOf(request: Asked, need?: 'required'): IdempotencyKey | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined && need !== 'required') return null;
  if (key === undefined) throw wrong('is required here');
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(key))
    throw wrong('must be 1 to 64 visible ASCII characters');
  return { key, fingerprint: sha256(`${request.method} ${request.url} ${request[BODY_TEXT] ?? ''}`) };
}

const wrong = (message: string) => new ForumError('invalid_request', [{ path: 'Idempotency-Key', message }]);
