import { mail } from './mail/mail.parts.js';
import { passkey } from './passkey/passkey.parts.js';
import { sso } from './sso/sso.parts.js';
import type { WayParts } from './way.js';

/** Every way in, in the order in which pages offer them. A new one is a folder here, and a line. */
export const WAYS: readonly WayParts[] = [sso, mail, passkey];
