import type { GuestAnswer, MemberView } from '../../../members/members.schema.js';
import { call, type ApiError, type Call } from './api.js';
import { keepFor, kept } from './storage.js';
import type { Store } from '../state/store.js';

type Kept = { readonly token: string; readonly member: MemberView };

/** Takes up what this browser keeps: who the reader is here, and whom they ignore. */
export function resume(store: Store): void {
  const session = kept<Kept>('session');
  store.set({
    token: session?.token ?? null,
    me: session?.member ?? null,
    ignored: kept<string[]>('ignored') ?? [],
  });
}

/** Makes a guest of a name, unless there is somebody already. Raises `name_taken`, `invalid_request`. */
export async function introduce(store: Store, name: string, key?: string): Promise<void> {
  if (store.state.token) return;
  const { token, member } = await call<GuestAnswer>('/guests', { body: { name, secret: key }, key });
  keepFor('session', { token, member });
  store.set({ token, me: member });
}

/** Forgets who the reader is: on their word, or because the token is no longer good. */
export function leave(store: Store): void {
  keepFor('session', null);
  store.set({ token: null, me: null, votes: {}, held: [] });
}

/** A call in the reader's name. One whose token is no longer good is forgotten. Raises ApiError. */
export async function callAs<Answer>(store: Store, path: string, what: Call = {}): Promise<Answer> {
  try {
    return await call<Answer>(path, { ...what, token: store.state.token });
  } catch (error) {
    if ((error as ApiError).code === 'sign_in_required') leave(store);
    throw error;
  }
}

/** Hides or shows again what a member writes, in this browser only. */
export function ignore(store: Store, memberId: string, hide: boolean): void {
  const others = store.state.ignored.filter((id) => id !== memberId);
  const ignored = hide ? [...others, memberId] : others;
  keepFor('ignored', ignored);
  store.set({ ignored });
}
