import type { MessageAnswer } from '../../../../messages/messages.schema.js';
import { chunk } from '../../chunk.js';
import { ApiError } from '../../session/api.js';
import { writeStorage, readStorage, namesUnder } from '../../session/storage.js';
import { drawn, scrollTo } from '../../reading/reading.js';
import { elementOf, sight } from '../../reading/viewport.js';
import { callAs } from '../../session/session.js';
import { introduce } from './introduce.js';
import type { Outgoing } from '../../state/state.js';
import { answers } from '../../stream/answers.js';
import type { Store } from '../../state/store.js';

/** First and longest wait before a post is tried again, in ms. */
const FIRST = 2_000;
const LONGEST = 30_000;

const loadWork = () => import('./work.js');

let sending = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

let resumed = false;

/** Takes up the posts that a reload or a closed tab left on their way, and keeps them from then on. */
function resume(store: Store): void {
  if (resumed) return;
  resumed = true;
  const outbox = namesUnder(nameOf(store, '')).flatMap((name) => readStorage<Outgoing>(name) ?? []);
  store.set({ outbox: outbox.toSorted((a, b) => a.at.localeCompare(b.at)) });
  keepPosts(store);
}

/** Puts a message on its way: it stands in its place at once, and its key makes sure that it is posted once. */
export function post(store: Store, parentId: string | null, text: string, name: string): void {
  resume(store);
  const key = newKey();
  focused = key;
  const outgoing: Outgoing = { key, parentId, text, name, at: new Date().toISOString(), state: 'sending' };
  change(store, (outbox) => [...outbox, outgoing]);
  void echoOf(key).then(async (echo) => {
    change(store, (outbox) => outbox.map((each) => (each.key === key ? { ...each, echo } : each)));
    // An answer may come sooner than the page is drawn, and then there would be nothing to lead the reader to.
    await drawn();
    await flush(store);
  });
  void showPost(key);
}

/** Lets the reader see what they have just posted, where it is out of sight; the keyboard goes on from there. */
async function showPost(key: string): Promise<void> {
  await drawn();
  const seen = sight();
  const element = elementOf(key);
  element?.focus({ preventScroll: true });
  const { top, bottom } = element?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (element && seen && (top < seen.top || bottom > seen.bottom)) scrollTo(element);
}

/** The post that was given the focus last; it goes from the page when it is answered, or heard of on the stream. */
let focused: string | null = null;

/** Puts the focus on the message that a focused post has become. */
async function keepFocus(key: string, messageId: string): Promise<void> {
  if (focused !== key) return;
  await drawn();
  // What the reader has gone to meanwhile is left to them.
  if (document.activeElement?.matches('body, article')) elementOf(messageId)?.focus({ preventScroll: true });
}

export function discard(store: Store, key: string): void {
  change(store, (outbox) => outbox.filter((each) => each.key !== key));
}

/** Sends what was refused once more. */
export function sendAgain(store: Store, key: string): void {
  mark(store, key, { state: 'sending' });
  void flush(store);
}

/** Sends what waits, one after the other and oldest first, so that an answer cannot overtake what it answers. */
export async function flush(store: Store): Promise<void> {
  resume(store);
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let next = nextOf(store); next; next = nextOf(store)) await send(store, next);
    failures = 0;
  } catch (error) {
    const wait = (error instanceof ApiError && waitOf(error)) || backOff(failures++);
    timer = setTimeout(() => void flush(store), wait);
  } finally {
    sending = false;
  }
}

const nextOf = (store: Store) => store.state.outbox.find((each) => each.state !== 'refused');

async function send(store: Store, { key, text, parentId, name }: Outgoing): Promise<void> {
  mark(store, key, { state: 'sending' });
  try {
    await introduce(store, name, key);
    const body = { text, parentId, article: store.state.article };
    const send = (more?: Record<string, string>) =>
      callAs<MessageAnswer>(store, `/threads/${store.state.thread.id}/messages`, { body, key, more });
    const answer = await send().catch(async (error: ApiError) => {
      // A page that came over plain HTTP cannot derive anything.
      if (error.code !== 'proof_required' || !globalThis.crypto?.subtle) throw error;
      const { work } = await chunk(loadWork);
      return send(await work(store));
    });
    if (answer.message.threadId === store.state.thread.id) {
      const { takeAnswer } = await answers();
      await takeAnswer(store, answer).catch((error: ApiError) => {
        // Published, and deleted again since.
        if (error.code !== 'message_not_found') throw error;
      });
    }
    discard(store, key);
    // The article's thread is another by now.
    if (answer.message.threadId !== store.state.thread.id) return location.reload();
    void keepFocus(key, answer.message.id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, field, message: why } = error;
    if (!error.passing) {
      mark(store, key, { state: 'refused', code, why, field });
      // Why nothing can be written stands in place of the form.
      if (code === 'banned' || code === 'suspended') store.set({ readings: store.state.readings + 1 });
      return;
    }
    const wait = waitOf(error);
    mark(store, key, { state: 'waiting', code, why, ...(wait ? { again: Date.now() + wait } : {}) });
    throw error;
  }
}

/** ms that the server asks to wait; undefined where it names no time. */
const waitOf = ({ retryAfter }: ApiError): number | undefined => retryAfter && retryAfter * 1_000;

type Fate = Pick<Outgoing, 'state' | 'why' | 'code' | 'field' | 'again'>;

function mark(store: Store, key: string, fate: Fate): void {
  const none = { why: undefined, code: undefined, field: undefined, again: undefined };
  change(store, (outbox) => outbox.map((each) => (each.key === key ? { ...each, ...none, ...fate } : each)));
}

function change(store: Store, how: (outbox: readonly Outgoing[]) => readonly Outgoing[]): void {
  store.set({ outbox: how(store.state.outbox) });
}

/** Each post is kept under a name of its own, so that two tabs with the same thread cannot overwrite each other's. */
function keepPosts(store: Store): void {
  let before = store.state.outbox;
  store.watch(() => {
    const { outbox } = store.state;
    if (outbox === before) return;
    for (const { key } of before) if (!outbox.some((each) => each.key === key)) writeStorage(nameOf(store, key), null);
    for (const each of outbox) if (!before.includes(each)) writeStorage(nameOf(store, each.key), each);
    before = outbox;
  });
}

const nameOf = (store: Store, key: string) => `outbox:${store.state.thread.id}:${key}`;

/**
 * What the stream calls a key by: the first 16 hex digits of its SHA-256, so that no reader learns the key itself.
 * Without a secure context there is no digest; then the answer to the post brings both together.
 */
async function echoOf(key: string): Promise<string> {
  if (!globalThis.crypto?.subtle) return '';
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** 128 random bits; `randomUUID` would need a secure context. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Full jitter: anything up to the doubled wait (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015). */
function backOff(failures: number): number {
  return 500 + Math.random() * Math.min(LONGEST, FIRST * 2 ** failures);
}
