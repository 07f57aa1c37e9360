import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ContextAnswer, PageAnswer } from '../../src/messages/messages.schema.js';
import { call } from '../../src/web/forum/session/api.js';
import { takeContext } from '../../src/web/forum/stream/answers/go-to.js';
import { readOn } from '../../src/web/forum/stream/answers/read-on.js';
import { vote } from '../../src/web/forum/message/voting.js';
import { begin, branchOf, ROOT } from '../../src/web/forum/state/state.js';
import { Store } from '../../src/web/forum/state/store.js';
import { answers } from '../../src/web/forum/stream/answers.js';
import { ask } from '../../src/web/forum/stream/answers/ask.js';
import { readAgain } from '../../src/web/forum/stream/answers/catch-up.js';
import { takeEvents } from '../../src/web/forum/stream/take-events.js';
import { followMine } from '../../src/web/forum/stream/mine.js';
import { takeAnswer } from '../../src/web/forum/stream/answers/own.js';
import { takeSignal } from '../../src/web/forum/stream/signals.js';
import { decisionOn, SlowServer } from '../support/slow-server.js';

/**
 * The reader's page with everything that it asks held back for as long as a list of steps wants, while the thread goes on:
 * whatever overtakes what, in the end the page is what the thread is.
 */
const WHAT = [
  'play',
  'play',
  'play',
  'approve',
  'decline',
  'voted',
  'stream',
  'stream',
  'signal',
  'told',
  'arrive',
  'arrive',
  'arrive',
  'answer',
  'answer',
  'answer',
  'readOn',
  'readOn',
  'readAgain',
  'context',
  'mine',
  'post',
  'post',
  'held',
  'edit',
  'vote',
] as const;
const step = fc.record({
  what: fc.constantFrom(...WHAT),
  which: fc.nat(1_000),
  play: fc.constantFrom('post', 'reply', 'reply', 'edit', 'delete', 'reject', 'reject', 'restore', 'close'),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const page = globalThis as unknown as Record<string, unknown>;
const before = { fetch: page['fetch'], document: page['document'], window: page['window'] };
beforeAll(async () => {
  // What comes in a chunk is there: how long its loading takes is nothing that overtakes here.
  await answers();
  page['document'] = { getElementById: () => null };
  page['window'] = { innerHeight: 700 };
});
afterAll(() => void Object.assign(page, before));

class Reader {
  readonly server = new SlowServer();
  readonly store: Store;
  private readonly asked: Promise<unknown>[] = [];
  private heard = 0;
  private signalled = 0;
  private decided = 0;

  constructor(begun: number) {
    page['fetch'] = this.server.fetch;
    for (let n = 0; n < begun; n++) this.server.thread.play({ what: n % 3 === 0 ? 'post' : 'reply', which: n });
    const first: PageAnswer = this.server.page();
    this.heard = first.thread.position;
    const initial = {
      thread: first.thread,
      page: first,
      sort: 'oldest',
      embedded: false,
      origin: 'http://localhost',
    } as const;
    this.store = new Store(begin(initial));
    const me = {
      id: 'ana',
      name: 'ana',
      role: 'guest',
      badges: [] as string[],
      createdAt: first.thread.createdAt,
    } as const;
    this.store.set({ token: 'token', me });
    followMine(this.store);
  }

  async take({ what, which, play }: Step): Promise<void> {
    const { server, store } = this;
    const { thread } = server;
    const one = <T>(all: readonly T[]): T | undefined => all[which % Math.max(1, all.length)];
    const own = thread.rows.filter(({ author }) => author === 'ana');
    const shown = thread.rows.filter(({ id, state }) => state === 'published' && store.state.messages[id]?.author);
    const waiting = one(own.filter(({ state }) => state === 'held'));
    if (what === 'play') thread.play({ what: play, which });
    if (what === 'approve' && waiting) thread.approve(waiting);
    if (what === 'decline' && waiting) thread.decline(waiting);
    if (what === 'voted') server.voted(one(shown));
    if (what === 'stream') this.stream(1 + (which % 3));
    if (what === 'signal') this.signal(1);
    if (what === 'told') this.told(1);
    if (what === 'arrive') server.arrive(which);
    if (what === 'answer') server.answer(which);
    if (what === 'readOn') {
      const of = one(Object.entries(store.state.branches).filter(([, { next }]) => next !== null))?.[0];
      if (of !== undefined && !(of === ROOT && store.state.focus !== null)) this.ask(readOn(store, of));
    }
    if (what === 'readAgain') this.ask(readAgain(store));
    if (what === 'mine') store.set({ readings: store.state.readings + 1 });
    const chosen = one(shown);
    if (what === 'context' && chosen)
      this.ask(ask(store, () => call<ContextAnswer>(`/messages/${chosen.id}/context`), takeContext));
    if (what === 'post' || what === 'held') {
      const body = { parentId: which % 2 === 0 ? null : (chosen?.id ?? null), held: what === 'held' };
      this.ask(call<never>('/threads/t/messages', { body }).then((answer) => takeAnswer(store, answer)));
    }
    const mine = one(shown.filter(({ author }) => author === 'ana'));
    if (what === 'edit' && mine) {
      const body = { held: which % 3 === 0 };
      this.ask(
        call<never>(`/messages/${mine.id}`, { method: 'PATCH', body }).then((answer) => takeAnswer(store, answer)),
      );
    }
    const other = one(shown.filter(({ author }) => author !== 'ana'));
    const seen = other && store.state.messages[other.id];
    if (what === 'vote' && seen) this.ask(vote(store, seen, which % 2 === 0 ? 'up' : 'down'));
    await settled();
  }

  /** Everything that is on its way arrives, and everything that was told is heard. */
  async end(): Promise<void> {
    await this.quiet();
    await Promise.all(this.asked);
    this.signal(Infinity);
  }

  private async quiet(): Promise<void> {
    // What is asked for after an answer takes some turns.
    for (let idle = 0; idle < 10; idle++) {
      this.stream(Infinity);
      this.told(Infinity);
      if (this.server.finish()) idle = 0;
      await settled();
    }
  }

  private stream(count: number): void {
    const events = this.server.thread.retold().slice(this.heard, this.heard + count);
    this.heard += events.length;
    takeEvents(this.store, events);
  }

  private signal(count: number): void {
    const told = this.server.signals.slice(this.signalled, this.signalled + count);
    this.signalled += told.length;
    for (const votes of told) takeSignal(this.store, { thread: 't', votes });
  }

  /** As the frame `own` tells what moderators decided. */
  private told(count: number): void {
    const decided = this.server.thread.decided.slice(this.decided, this.decided + count);
    this.decided += decided.length;
    const own = decided.filter(({ author }) => author === 'ana').length;
    if (own > 0) this.store.set({ readings: this.store.state.readings + own });
  }

  private ask(what: Promise<unknown>): void {
    // What is refused (a message that is gone by then) changes nothing.
    this.asked.push(what.catch(() => undefined));
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What the page says that is not so. */
function untrue({ store: { state }, server: { thread, votes } }: Reader): string[] {
  const wrong: string[] = [];
  const differ = (what: string, is: unknown, shouldBe: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(shouldBe))
      wrong.push(`${what}: ${JSON.stringify(is)} and not ${JSON.stringify(shouldBe)}`);
  };
  const { messageCount, position, state: open } = thread.view;
  differ(
    'head',
    [state.thread.messageCount, state.thread.position, state.thread.state],
    [messageCount, position, open],
  );
  for (const [of, { ids, next }] of Object.entries(state.branches)) {
    const all = thread.repliesOf(of || null);
    const isWhole = next === null && !(of === ROOT && state.focus !== null);
    differ(`branch ${of}`, ids, isWhole ? all : all.filter((id) => ids.includes(id)));
  }
  for (const message of Object.values(state.messages)) {
    const view = thread.viewOf(message.id);
    differ(
      `message ${message.id}`,
      [message.html, message.author, message.replyCount, message.author && message.votes],
      [view?.html, view?.author, thread.repliesOf(message.id).length, view?.author && view.votes],
    );
  }
  const states = new Map(thread.rows.map(({ id, state }) => [id, state]));
  for (const message of state.held) {
    const { id, decision = null } = message;
    differ(`own ${id}`, message.state, states.get(id));
    differ(`what became of ${id}`, decision, decisionOn(message));
    if (branchOf(state, state.messages[id]?.parentId ?? null).ids.includes(id) && state.messages[id]?.author)
      wrong.push(`${id} twice`);
  }
  for (const row of thread.rows) {
    if (row.author !== 'ana') continue;
    if (row.state === 'held' && !state.held.some(({ id }) => id === row.id)) wrong.push(`held ${row.id} is missing`);
    const isPlaced = row.parent === null || state.messages[row.parent.id] !== undefined;
    if (
      row.state === 'published' &&
      state.focus === null &&
      isPlaced &&
      !state.messages[row.id] &&
      branchOf(state, row.parent?.id ?? null).next === null
    )
      wrong.push(`own ${row.id} is missing`);
  }
  for (const [id, value] of votes) differ(`vote on ${id}`, state.votes[id], value);
  return wrong;
}

/** The first vote was taken: what the reader sees then is not what was there before it. */
const SECOND_VOTE_REFUSED: [number, Step[]] = [
  1,
  [
    { what: 'vote', which: 0, play: 'post' },
    { what: 'arrive', which: 0, play: 'post' },
    { what: 'vote', which: 0, play: 'post' },
    { what: 'play', which: 0, play: 'delete' },
  ],
];

describe('a page whose answers are late', () => {
  it('is in the end what the thread is, whatever overtook what', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.array(step, { maxLength: 60 }), async (begun, steps) => {
        const reader = new Reader(begun);
        for (const each of steps) await reader.take(each);
        await reader.end();
        expect(untrue(reader)).toEqual([]);
      }),
      { numRuns: 1_500, examples: [SECOND_VOTE_REFUSED] },
    );
  }, 120_000);
});
