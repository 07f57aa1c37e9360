import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';

/** Strict dot-atom in ASCII, lower case: no quoting, no comments, nothing that two parsers read differently. */
export function cleanEmail(raw: string): string {
  const email = raw.trim().toLowerCase();
  const fits =
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(
      email,
    );
  if (!fits || email.length > 254)
    throw new ForumError('invalid_request', [
      { path: 'email', message: 'must be a plain mail address', sentence: say('refused.notAMailAddress') },
    ]);
  return email;
}
