import type { MemberView } from '../../../members/members.schema.js';
import { call, type ApiError, type Call } from './api.js';
import { writeStorage, readStorage, onStorage } from './storage.js';
import type { Store } from '../state/store.js';

export type Kept = { readonly token: string; readonly member: MemberView };

/** Takes up what this browser keeps, now and whenever another tab changes it: a browser is one reader, in all its tabs. */
export function resume(store: Store): void {
  takeUp(store);
  onStorage((name) => {
    if (name === null || name === 'session' || name === 'ignored') takeUp(store);
  });
}

/** Who the reader is here, and whom they ignore. What is another member's alone is forgotten. */
export function takeUp(store: Store): void {
  const { token = null, member: me = null } = readStorage<Kept>('session') ?? {};
  const others = token === store.state.token ? {} : { votes: {}, held: [], sanction: null };
  store.set({ token, me, ignored: readStorage<string[]>('ignored') ?? [], ...others });
}

/** From now on the reader is this member, in every tab. */
export function become(store: Store, session: Kept): void {
  writeStorage('session', session);
  store.set({ token: session.token, me: session.member });
}

/** Forgets who the reader is: on their word, or because the token is no longer good. Who has become another meanwhile stays that. */
export function leave(store: Store): void {
  if (readStorage<Kept>('session')?.token === store.state.token) writeStorage('session', null);
  takeUp(store);
}

/** A call in the reader's name. One whose token is no longer good is forgotten; who is another by then asks as that. Raises ApiError. */
export async function callAs<Answer>(store: Store, path: string, what: Call = {}): Promise<Answer> {
  const { token } = store.state;
  try {
    return await call<Answer>(path, { ...what, token });
  } catch (error) {
    if ((error as ApiError).code !== 'sign_in_required') throw error;
    if (store.state.token === token) leave(store);
    if (store.state.token === null) throw error;
    return callAs(store, path, what);
  }
}

/** Hides or shows again what a member writes, in this browser only. */
export function ignore(store: Store, memberId: string, hide: boolean): void {
  const others = store.state.ignored.filter((id) => id !== memberId);
  const ignored = hide ? [...others, memberId] : others;
  writeStorage('ignored', ignored);
  store.set({ ignored });
}
