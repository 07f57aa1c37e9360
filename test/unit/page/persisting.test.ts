import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mend, readMine } from '../../../src/web/forum/stream/answers/answers.chunk.js';
import { begin } from '../../../src/web/forum/state/state.js';
import { Store } from '../../../src/web/forum/state/store.js';
import { Thread } from '../../support/thread-history.js';

const world = globalThis as unknown as Record<string, unknown>;
const before = { fetch: world['fetch'], document: world['document'], window: world['window'] };
const me = { id: 'ana', name: 'Ana', role: 'guest' as const, badges: [], createdAt: '2026-11-24T08:00:00.000Z' };
const refused = (status: number, code: string, headers = {}) =>
  new Response(JSON.stringify({ error: { code, message: '' } }), { status, headers });
const told = (body: unknown) => new Response(JSON.stringify(body));

let store: Store;
let thread: Thread;
let asked: string[];
let answer: (path: string) => Response | Promise<Response>;

beforeAll(() => {
  world['document'] = { getElementById: () => null };
  world['window'] = { innerHeight: 700 };
  world['fetch'] = async (path: string) => {
    asked.push(path);
    return answer(path);
  };
});
afterAll(() => void Object.assign(world, before));
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  jest.spyOn(Math, 'random').mockReturnValue(0.999);
  asked = [];
  thread = new Thread();
  const page = thread.page();
  store = new Store(begin({ thread: page.thread, page, sort: 'oldest', embedded: false, origin: '' }));
  store.set({ token: 'token', me, connection: 'live' });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));
const pass = async (ms: number) => {
  for (let left = ms; left > 0; left -= 500) {
    jest.advanceTimersByTime(500);
    await settled();
  }
};
/** The ms after which it asks again. */
const untilAsked = async () => {
  const { length } = asked;
  let waited = 0;
  for (; asked.length === length && waited < 300_000; waited += 500) await pass(500);
  return waited;
};
const mine = (more: object = {}) => {
  const { position, epoch } = thread.page().thread;
  return told({ votes: { m1: 'up' }, held: [], unpublished: [], sanction: null, position, epoch, ...more });
};

describe('what is the reader’s own', () => {
  it.each([
    ['the line is dead', () => Promise.reject(new Error('offline'))],
    ['the forum is busy', () => refused(503, 'overloaded')],
    ['it has changed each time that it comes', () => mine({ position: 0, epoch: 'other' })],
  ])('is read again, later each time, where %s', async (_, failing) => {
    answer = (path) => (path.includes('/mine') ? failing() : refused(503, 'overloaded'));
    void readMine(store);
    await settled();
    const waits = [await untilAsked(), await untilAsked(), await untilAsked()];
    expect(waits).toEqual([3_000, 5_000, 9_000]);
    answer = () => mine();
    await untilAsked();
    expect(store.state.votes).toEqual({ m1: 'up' });
    asked = [];
    await pass(120_000);
    expect(asked).toEqual([]);
  });

  it('is not asked for sooner than the forum says', async () => {
    answer = () => refused(429, 'too_fast', { 'Retry-After': '40' });
    void readMine(store);
    await settled();
    expect(await untilAsked()).toBe(40_000);
  });

  it.each([
    ['somebody else reads', { token: 'another' }],
    ['nobody is signed in', { token: null, me: null }],
  ])('is not asked for again where %s by then', async (_, change) => {
    answer = () => refused(503, 'overloaded');
    void readMine(store);
    await settled();
    store.set(change);
    asked = [];
    await pass(120_000);
    expect(asked).toEqual([]);
  });

  it('is asked for once, where it was asked for anew meanwhile', async () => {
    answer = () => refused(503, 'overloaded');
    void readMine(store);
    await settled();
    answer = () => mine();
    void readMine(store);
    await pass(60_000);
    expect(asked).toHaveLength(2);
  });

  it('is let be where the answer would be the same', async () => {
    answer = () => refused(404, 'thread_not_found');
    void readMine(store);
    await pass(120_000);
    expect(asked).toHaveLength(1);
  });
});

describe('what a page has missed', () => {
  it.each([
    ['a part of the stream', false],
    ['the whole page', true],
  ])('is read until it is there, though nothing more happens: %s', async (_, anew) => {
    thread.play({ what: 'post', which: 0 });
    answer = () => Promise.reject(new Error('offline'));
    void mend(store, anew);
    await settled();
    await untilAsked();
    const { position, epoch } = thread.page().thread;
    answer = (path) =>
      path.includes('/events') ? told({ events: thread.events, position, epoch }) : told(thread.page());
    await pass(60_000);
    expect(store.state.thread.position).toBe(position);
    expect(Object.keys(store.state.messages)).toHaveLength(1);
    asked = [];
    await pass(120_000);
    expect(asked.filter((path) => !path.includes('/mine'))).toEqual([]);
  });
});
