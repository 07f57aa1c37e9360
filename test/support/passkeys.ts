import { passkeyOptions, passkeysAnswer, type PasskeysAnswer } from '../../src/identity/ways/passkey/passkey.schema.js';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import type { StaffRole } from '../../src/members/members.schema.js';
import type { Answer } from './answer.js';
import { Authenticator, type Oddity } from './authenticator.js';
import type { Forum } from './forum.js';
import type { Person } from './person.js';

export const SIGN_IN = '/sign-in/passkey';
const CHROME = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
};

/** Of a member of staff. */
export const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;

/** A new member of staff who has come to the console by a link. */
export async function atTheConsole(
  forum: Forum,
  name: string,
  role: StaffRole = 'moderator',
  site: string | null = 'default',
): Promise<Person> {
  const email = emailOf(name);
  const { id, link } = await forum.service(StaffService).addStaff(email, role, site, name);
  const { session } = await forum.service(TokensService).signIn(link);
  return { id, name, token: session };
}

export const authenticatorFor = (forum: Forum): Authenticator => new Authenticator(forum.config.PUBLIC_URL.origin);

/** Somebody adds what this authenticator makes. @throws Refused */
export async function addPasskey(
  forum: Forum,
  who: Person,
  authenticator: Authenticator,
  { name = 'Laptop', ...oddity }: Oddity & { readonly name?: string } = {},
): Promise<PasskeysAnswer> {
  const asked = await forum.as(who).get(passkeyOptions, 'POST', '/me/passkeys/options');
  const body = { name, response: authenticator.make(asked, oddity) };
  return forum.as(who).get(passkeysAnswer, 'POST', '/me/passkeys', { body, headers: CHROME });
}

export const passkeysOf = (forum: Forum, who: Person): Promise<PasskeysAnswer> =>
  forum.as(who).get(passkeysAnswer, 'GET', '/me/passkeys');

/** Sends what an authenticator has signed, as the console's page does. */
export const verifyPasskey = (
  forum: Forum,
  response: ReturnType<Authenticator['sign']>,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  forum.anyone.ask('POST', `${SIGN_IN}/verify`, {
    body: { response },
    headers: { origin: forum.config.PUBLIC_URL.origin, ...CHROME, ...headers },
  });

/** Somebody signs in by a passkey, from the question to the answer. */
export async function signInByPasskey(
  forum: Forum,
  authenticator: Authenticator,
  oddity: Oddity = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const asked = await forum.anyone.get(passkeyOptions, 'POST', `${SIGN_IN}/options`);
  return verifyPasskey(forum, authenticator.sign(asked, oddity), headers);
}

/** The cookie that an answer sets: `name=value`. */
export const cookieIn = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';')[0] ?? '';
