import { readStorage, writeStorage } from '../../forum/session/storage.js';
import type { MailAnswer } from '../../../identity/ways/mail/mail.schema.js';

/** A code that this browser has asked for: with `request` the server knows that the same browser comes back. */
export type Pending = {
  readonly email: string;
  readonly request: string;
  /** ms: until when the code is good. */
  readonly until: number;
};
const NAME = 'sign-in';

/** What this browser has asked for and is still good at `now` (ms). */
export function pendingAt(now: number): Pending | null {
  const pending = readStorage<Pending>(NAME);
  if (pending && pending.until > now) return pending;
  if (pending) forgetPending();
  return null;
}

/** Keeps what was answered to the question for a code, so that a reload, and the link in the mail, go on from there. */
export function keepPending(email: string, { request, expiresIn }: MailAnswer, now: number): Pending {
  const pending = { email, request, until: now + expiresIn * 1_000 };
  writeStorage(NAME, pending);
  return pending;
}

export const forgetPending = (): void => writeStorage(NAME, null);
