import type { MessageView, MessageAnswer } from '../../../messages/messages.schema.js';
import { ApiError } from '../session/api.js';
import { place } from '../state/apply.js';
import { keepFor, kept, namesUnder } from '../session/storage.js';
import { drawn } from '../reading/reading.js';
import { elementOf } from '../reading/viewport.js';
import { callAs, introduce } from '../session/session.js';
import type { Outgoing } from '../state/state.js';
import type { Store } from '../state/store.js';

/** First and longest wait before a post is tried again, in ms. */
const AGAIN = { first: 2_000, longest: 30_000 };

let sending = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes up the posts that a reload or a closed tab left on their way. */
export function resumeOutbox(store: Store): void {
  const outbox = namesUnder(nameOf(store, '')).flatMap((name) => kept<Outgoing>(name) ?? []);
  store.set({ outbox: outbox.toSorted((a, b) => a.at.localeCompare(b.at)) });
  void flush(store);
}

/**
 * Puts a message on its way: it stands in its place at once, and its key makes sure that it is posted once.
 * Returns the key.
 */
export function post(store: Store, parentId: string | null, text: string, name: string): string {
  const key = newKey();
  const outgoing: Outgoing = { key, parentId, text, name, at: new Date().toISOString(), state: 'sending' };
  change(store, (outbox) => [...outbox, outgoing]);
  void echoOf(key).then(async (echo) => {
    change(store, (outbox) => outbox.map((each) => (each.key === key ? { ...each, echo } : each)));
    // An answer may come sooner than the page is drawn, and then there would be nothing to lead the reader to.
    await drawn();
    await flush(store);
  });
  return key;
}

/** The post that had the focus when it went from the page, because it was answered or heard of on the stream. */
let focused: string | null = null;

/** Puts the focus on the message that a focused post has become. */
async function keepFocus(key: string, messageId: string): Promise<void> {
  if (focused !== key) return;
  focused = null;
  await drawn();
  if (document.activeElement === document.body) elementOf(messageId)?.focus({ preventScroll: true });
}

export function discard(store: Store, key: string): void {
  if (elementOf(key)?.contains(document.activeElement)) focused = key;
  change(store, (outbox) => outbox.filter((each) => each.key !== key));
}

/** Sends what waits, one after the other and oldest first, so that an answer cannot overtake what it answers. */
export async function flush(store: Store): Promise<void> {
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
    const { message } = await callAs<MessageAnswer>(store, `/threads/${store.state.thread.id}/messages`, { body, key });
    discard(store, key);
    accept(store, message);
    void keepFocus(key, message.id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, message: why } = error;
    if (!error.passing) return mark(store, key, { state: 'refused', code, why });
    const wait = waitOf(error);
    mark(store, key, { state: 'waiting', code, why, ...(wait ? { again: Date.now() + wait } : {}) });
    throw error;
  }
}

/** The server's answer to a post: published it stands in its place, held it stands there for its author alone. */
function accept(store: Store, message: MessageView): void {
  store.set((state) => {
    if (message.state !== 'published') return { ...state, held: [...without(state.held, message.id), message] };
    return place(state, message);
  });
}

const without = (messages: readonly MessageView[], id: string) => messages.filter((message) => message.id !== id);

/** ms that the server asks to wait; undefined where it names no time. */
const waitOf = ({ retryAfter }: ApiError): number | undefined => retryAfter && retryAfter * 1_000;

type Fate = Pick<Outgoing, 'state' | 'why' | 'code' | 'again'>;

function mark(store: Store, key: string, fate: Fate): void {
  const none = { why: undefined, code: undefined, again: undefined };
  change(store, (outbox) => outbox.map((each) => (each.key === key ? { ...each, ...none, ...fate } : each)));
}

/** Each post is kept under a name of its own, so that two tabs with the same thread cannot overwrite each other's. */
function change(store: Store, how: (outbox: readonly Outgoing[]) => readonly Outgoing[]): void {
  const before = store.state.outbox;
  const outbox = how(before);
  for (const { key } of before) if (!outbox.some((each) => each.key === key)) keepFor(nameOf(store, key), null);
  for (const each of outbox) keepFor(nameOf(store, each.key), each);
  store.set({ outbox });
}

const nameOf = (store: Store, key: string) => `outbox:${store.state.thread.id}:${key}`;

/** Drops the post whose echo arrived on the stream: it is published, whatever became of its answer. */
export function dropEchoed(store: Store, echo: string | undefined): void {
  const own = echo && store.state.outbox.find((each) => each.echo === echo);
  if (own) discard(store, own.key);
}

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
  return 500 + Math.random() * Math.min(AGAIN.longest, AGAIN.first * 2 ** failures);
}
