import type { ErrorBody, ErrorCode } from '../../../errors/forum-error.js';
import { language, t } from '../../../i18n/format.js';
import { refusal } from '../words.js';
import { setServerTime } from './server-time.js';

/** Longest wait for an answer, in ms; after it the call counts as lost on the way. */
const PATIENCE = 15_000;

/** An answer that is not what was asked for; `unreachable` when there was no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | 'unreachable',
    message: string,
    /** Seconds after which trying again makes sense. */
    readonly retryAfter?: number,
    /** Of input that was refused: which of its fields. */
    readonly field?: string,
  ) {
    super(message);
  }

  /** True when the same call may well succeed later: nothing was decided. */
  get passing(): boolean {
    return ['unreachable', 'too_fast', 'overloaded', 'internal'].includes(this.code);
  }
}

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly token?: string | null;
  /** Idempotency-Key: the same key is answered the same way, however often it is sent. */
  readonly key?: string;
  /** Further headers. */
  readonly more?: Record<string, string>;
};

/** Calls `/api/v1` and gives the answer's body. Throws ApiError. */
export async function call<Answer>(path: string, { method, body, token, key, more }: Call = {}): Promise<Answer> {
  const headers: Record<string, string> = { 'Accept-Language': language().code, ...more };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (token) headers['Authorization'] = `Bearer ${token}`;
  if (key) headers['Idempotency-Key'] = key;

  try {
    const answer = await fetch(`/api/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    setServerTime(answer.headers.get('Date'));
    const said: unknown = answer.status === 204 ? null : await answer.json();
    if (answer.ok) return said as Answer;
    const { error } = said as ErrorBody;
    const retryAfter = Number(answer.headers.get('Retry-After')) || undefined;
    throw new ApiError(error.code, refusal(error), retryAfter, fieldOf(error));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError('unreachable', t('forum.unreachable'));
  }
}

const fieldOf = ({ details }: ErrorBody['error']): string | undefined =>
  Array.isArray(details) ? details[0]?.path : undefined;

/** `?a=1&b=2` of what is given; nothing where nothing is. */
export function query(fields: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
}
