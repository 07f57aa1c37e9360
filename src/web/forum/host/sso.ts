import type { SignedIn } from '../../../identity/ways/sign-in.schema.js';
import { call, type ApiError } from '../session/api.js';
import { takeUp } from '../session/session.js';
import { readStorage, writeStorage } from '../session/storage.js';
import type { Store } from '../state/store.js';

/** The session that a token gave, and the end of that token: it is good once, and a page may be shown again with it. */
type Taken = { readonly end: string; readonly session: string; readonly id: string };
/** Characters of a token's signature that tell it from any other. */
const END = 40;
/** ms before a token is tried again that may have been lost on its way. */
const AGAIN = 5_000;

/** What the publisher's page said last. */
let latest: string | undefined;

/** The reader is whom the publisher's page says; an empty token ends what an earlier one began, and nothing else. */
export function followPublisher(store: Store, token: string): Promise<void> {
  // Settings come for other reasons, too.
  if (token === latest) return Promise.resolve();
  latest = token;
  return token ? signIn(store, token) : signOut(store);
}

async function signIn(store: Store, token: string): Promise<void> {
  const taken = readStorage<Taken>('sso');
  if (taken?.end === token.slice(-END) && taken.session === store.state.token) return;
  try {
    const { session, ...member } = await askFor(store, token);
    if (token !== latest) return;
    writeStorage('session', member);
    writeStorage('sso', { end: token.slice(-END), session: member.token, id: session.id });
    takeUp(store);
    // A browser that keeps nothing forgets with this page.
    if (store.state.token !== member.token) store.set({ token: member.token, me: member.member });
  } catch (error) {
    const { code, message, passing, retryAfter } = error as ApiError;
    if (passing)
      return void setTimeout(() => token === latest && void signIn(store, token), (retryAfter ?? 0) * 1_000 || AGAIN);
    // oxlint-disable-next-line no-console -- where whoever makes the page looks
    console.warn(`Rejoinder: ${code}: ${message}`);
  }
}

/** As whoever the reader is here: a guest becomes the publisher's reader. One whose session has ended is nobody. */
async function askFor(store: Store, token: string): Promise<SignedIn> {
  const body = { site: store.state.thread.site, token };
  const { token: own } = store.state;
  return call<SignedIn>('/sign-in/sso', { body, token: own }).catch((error: ApiError) => {
    if (error.code !== 'sign_in_required' || own === null) throw error;
    return call<SignedIn>('/sign-in/sso', { body });
  });
}

async function signOut(store: Store): Promise<void> {
  const taken = readStorage<Taken>('sso');
  writeStorage('sso', null);
  if (!taken || taken.session !== store.state.token) return;
  writeStorage('session', null);
  takeUp(store);
  // It ends by itself where this does not arrive.
  await call(`/me/sessions/${taken.id}`, { method: 'DELETE', token: taken.session }).catch(() => undefined);
}
