import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { MessageAnswer } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Entry, Journal } from './journal.js';

/** How long one request may take before its client gives it up and tries again, in ms. */
const PATIENCE = 10_000;
/** Longest wait before the next try, in ms. */
const PAUSE = 250;

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };
type Asked = {
  readonly token?: string;
  readonly body?: unknown;
  readonly key?: string;
  /** How long it may take, in ms. */
  readonly patience?: number;
};

/** One request of the API. `path` begins behind /api/v1. Throws where no whole answer came. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { token, body, key, patience = PATIENCE }: Asked = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patience),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** Tries of somebody whom the forum tells that it is busy. */
const TRIES = 30;

/** The same for whoever comes back when the forum says so, or says nothing: what prepares a run, or checks it, is not what it is about. */
export async function askUntilServed(url: string, method: string, path: string, asked: Asked = {}): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(url, method, path, asked).catch((error: Error) => {
      if (attempt === TRIES) throw error;
    });
    if (answer && (answer.status !== 503 || attempt === TRIES)) return answer;
    await delay(Number(answer?.headers.get('retry-after') ?? 1) * 1_000 * Math.random());
  }
}

async function granted<T>(answer: Promise<Answer>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body as T;
}

export type Guest = { readonly id: string; readonly token: string };

export async function guest(url: string, name: string): Promise<Guest> {
  const { token, member } = await granted<{ token: string; member: { id: string } }>(
    askUntilServed(url, 'POST', '/guests', { body: { name } }),
  );
  return { id: member.id, token };
}

let articles = 0;

export function openThread(url: string): Promise<ThreadView> {
  articles += 1;
  const article = { site: 'default', url: `http://localhost/faults/${articles}`, title: `Article ${articles}` };
  return granted(askUntilServed(url, 'PUT', '/threads', { body: article }));
}

type Post = { readonly thread: string; readonly text: string; readonly parentId?: string };

/** How a post is sent. Both are asked before each try. */
export type Manner = {
  /** Which key a try goes under: always the entry's own, unless a positive control wants what must not be. */
  readonly keyOf?: (entry: Entry) => string;
  /** Where a try goes: to the forum, unless something stands in between. */
  readonly urlOf?: (entry: Entry) => string;
  /** What is said: nothing is ever said twice. */
  readonly say?: () => string;
  /** Told of each try: its answer, or null where none came, and how long that took in ms. */
  readonly heard?: (answer: Answer | null, ms: number) => void;
};
/** The control of everything that promises "once": who takes a new key for each try posts twice. */
export const freshKeys: Manner = { keyOf: () => randomUUID() };

/** A reader who posts and, however often the forum dies meanwhile, sends the same key again until it is told what became of it. */
export class Poster {
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly guest: Guest,
    private readonly journal: Journal,
    private readonly manner: Manner = {},
  ) {}

  /** Posts, thinks for up to `think` ms, and posts again; about every third message replies to one of its own. */
  async postOn(thread: string, think: number): Promise<void> {
    let earlier: string | null = null;
    while (!this.stopped) {
      const reply = earlier !== null && randomInt(3) === 0;
      const entry = await this.post({
        thread,
        text: this.manner.say?.() ?? words(),
        ...(reply ? { parentId: earlier as string } : {}),
      });
      if (!reply) earlier = entry.id;
      await delay(Math.random() * think);
    }
  }

  /** The same on one thread after another, of which it says but one thing each time. */
  async postOnAny(threads: readonly string[], think: number): Promise<void> {
    while (!this.stopped) {
      await this.post({ thread: threads[randomInt(threads.length)] as string, text: this.manner.say?.() ?? words() });
      await delay(Math.random() * think);
    }
  }

  /** Posts no more once the present message is acknowledged. */
  stop(): void {
    this.stopped = true;
  }

  async post({ thread, ...body }: Post): Promise<Entry> {
    const entry = this.journal.open(randomUUID(), body.text, JSON.stringify(body));
    while (entry.status === null) {
      if (entry.tries > 0) await delay(Math.random() * PAUSE);
      await this.attempt(entry, thread, body);
    }
    return entry;
  }

  private async attempt(entry: Entry, thread: string, body: Omit<Post, 'thread'>): Promise<void> {
    entry.tries += 1;
    const { keyOf = ({ key }) => key, urlOf = () => this.url } = this.manner;
    const asked = { token: this.guest.token, body, key: keyOf(entry) };
    const begun = performance.now();
    const answer = await ask(urlOf(entry), 'POST', `/threads/${thread}/messages`, asked).catch(() => null);
    this.manner.heard?.(answer, performance.now() - begun);
    if (!answer || answer.status === 429 || answer.status >= 500) return;
    entry.status = answer.status;
    entry.replayed = answer.headers.get('idempotency-replayed') === 'true';
    if (answer.status !== 201 && answer.status !== 202) return;
    const { id, position } = (answer.body as MessageAnswer).message;
    Object.assign(entry, { id, position, ended: performance.now() });
  }
}

/** A text that nobody else writes: what was stored twice shows by it. */
export const words = (): string => `Said once and for all: ${randomUUID()}.`;
