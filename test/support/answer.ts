import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { ErrorBody } from '../../src/errors/forum-error.js';

/** What came back from a request, whatever its status. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else undefined. */
  readonly body: unknown;
  readonly text: string;
};

/** A call that the forum refused: thrown by everything that a person does, so that no test overlooks a refusal. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  readonly retryAfter: number | null;

  constructor(asked: string, answer: Answer) {
    super(`${asked} was answered ${answer.status} ${answer.text.slice(0, 500)}`);
    const { error } = (answer.body ?? {}) as Partial<ErrorBody>;
    this.status = answer.status;
    this.code = error?.code ?? '(no code)';
    this.details = error?.details;
    const after = answer.headers.get('retry-after');
    this.retryAfter = after === null ? null : Number(after);
  }
}

/** The body as its schema has it: nothing missing and, since what nobody expects may be what nobody may see, nothing more. */
export function understood<T>(asked: string, schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Error(`${asked} answered what its schema does not allow: ${parsed.error.message}`);
  if (!isDeepStrictEqual(parsed.data, body)) {
    throw new Error(
      `${asked} answered more than its schema names:\n${JSON.stringify(body)}\ninstead of\n${JSON.stringify(parsed.data)}`,
    );
  }
  return parsed.data;
}

export async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').startsWith('application/json') && text !== '';
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : undefined, text };
}

/** Why somebody was not allowed to do what they tried. Fails where they were. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Refused> {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  if (outcome instanceof Refused) return outcome;
  if (outcome instanceof Error) throw outcome;
  throw new Error(`Was granted: ${JSON.stringify(outcome)}`);
}
