import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ClientFrame, ServerFrame } from '../../src/live/live.schema.js';
import { begin } from '../../src/web/forum/state/state.js';
import { Store } from '../../src/web/forum/state/store.js';
import { answers } from '../../src/web/forum/stream/answers.js';
import { LiveClient } from '../../src/web/forum/stream/live-client.js';
import type { Socket } from '../../src/web/live/live-connection.js';
import { Thread, viewOf } from '../support/thread-history.js';

/** The page's end of a socket, and what was said over it. */
class Line implements Socket {
  readyState: Socket['readyState'] = 0;
  readonly said: ClientFrame[] = [];
  closed = false;
  onopen: WebSocket['onopen'] = null;
  onmessage: WebSocket['onmessage'] = null;
  onclose: WebSocket['onclose'] = null;

  send(text: string): void {
    this.said.push(JSON.parse(text) as ClientFrame);
  }
  close(): void {
    this.closed = true;
    this.readyState = 3;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.call(null as never, {} as Event);
  }
  hears(frame: ServerFrame): void {
    this.onmessage?.call(null as never, { data: JSON.stringify(frame) } as MessageEvent);
  }
  ends(code: number): void {
    this.readyState = 3;
    this.onclose?.call(null as never, { code } as CloseEvent);
  }
  get follows(): number {
    return this.said.filter(({ event }) => event === 'follow').length;
  }
}

const BEAT = 30_000;
let lines: Line[];
let asked: string[];
let unseen: boolean;
let store: Store;
const world = globalThis as unknown as Record<string, unknown>;
const before = { fetch: world['fetch'], document: world['document'], window: world['window'] };

beforeAll(async () => {
  // What comes in a chunk is there: nothing waits for its loading.
  await Promise.all([answers(), import('../../src/web/forum/stream/polling.js')]);
  world['document'] = { getElementById: () => null };
  world['window'] = { innerHeight: 700 };
});
afterAll(() => void Object.assign(world, before));
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  [lines, asked, unseen] = [[], [], false];
  world['fetch'] = (address: string) => {
    asked.push(address);
    const body = address.includes('/events')
      ? { events: [], position: store.state.thread.position, epoch: 'e' }
      : { thread: { ...new Thread().view, epoch: 'new' }, messages: [], next: null };
    return Promise.resolve(new Response(JSON.stringify(body)));
  };
  const thread = new Thread();
  thread.play({ what: 'post', which: 0 });
  const page = thread.page();
  store = new Store(begin({ thread: page.thread, page, sort: 'oldest', embedded: false, origin: '' }));
  const connect = () => {
    lines.push(new Line());
    return lines.at(-1)!;
  };
  new LiveClient(store, connect, () => unseen).open();
});
afterEach(() => {
  jest.useRealTimers();
});

const last = () => lines.at(-1)!;
const settled = () => new Promise((resolve) => setImmediate(resolve));
const following = (): ServerFrame => ({
  event: 'following',
  data: { thread: 't', position: 1, epoch: 'e', readers: 1 },
});
const me = { id: 'ana', name: 'Ana', role: 'guest' as const, badges: [], createdAt: '2026-11-24T08:00:00.000Z' };
const beat: ServerFrame = { event: 'beat', data: { every: BEAT } };

function isFollowed(line: Line): void {
  line.opens();
  line.hears(following());
  line.hears(beat);
}

describe('a page that follows its thread', () => {
  it('notices within a minute that nothing comes any more, says so, and goes on from where it stood', () => {
    isFollowed(last());
    jest.advanceTimersByTime(BEAT * 1.5 - 1);
    expect([lines.length, store.state.connection]).toEqual([1, 'live']);
    jest.advanceTimersByTime(1);
    expect(store.state.connection).toBe('reconnecting');
    jest.advanceTimersByTime(1);
    expect(lines).toHaveLength(2);
    last().opens();
    expect(last().said).toEqual([{ event: 'follow', data: { thread: 't', after: 1, epoch: 'e' } }]);
    last().hears(following());
    expect(store.state.connection).toBe('live');
  });

  it('comes back within the time over which the server wants all of them spread', () => {
    const spread = 20_000;
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.9);
    isFollowed(last());
    last().hears({ event: 'beat', data: { every: BEAT, spread } });
    last().ends(1006);
    jest.advanceTimersByTime(spread * 0.9 - 1);
    expect(lines).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(lines).toHaveLength(2);
    random.mockRestore();
  });

  it('stays where the server’s beat is heard, or anything else', () => {
    isFollowed(last());
    for (let n = 0; n < 10; n++) {
      jest.advanceTimersByTime(BEAT);
      last().hears(n % 2 === 0 ? beat : { event: 'signal', data: { thread: 't', readers: 2 } });
    }
    expect([lines.length, store.state.connection]).toEqual([1, 'live']);
  });

  describe('what is its reader’s own', () => {
    const own: ServerFrame = { event: 'authenticated', data: { member: me } };
    const inbox = (position: number, epoch = 'i'): ServerFrame => ({
      event: 'following',
      data: { inbox: true, position, epoch },
    });
    const decided = (position: number): ServerFrame => ({
      event: 'events',
      data: { inbox: true, events: [{ position, at: new Date(0).toISOString(), type: 'inbox.changed', data: {} }] },
    });
    /** How often it reads what is its reader's own because of this. */
    const readings = (frame: ServerFrame): number => {
      const before = store.state.readings;
      last().hears(frame);
      return store.state.readings - before;
    };
    const asked = () =>
      last().said.flatMap((frame) => (frame.event === 'follow' && 'inbox' in frame.data ? [frame.data] : []));
    const comesBack = () => {
      last().ends(1006);
      jest.advanceTimersByTime(2_000);
      last().opens();
      return [readings(following()), readings(own)];
    };
    beforeEach(() => {
      store.set({ token: 'token', me });
      last().opens();
      last().hears(following());
    });

    it('is followed once the socket speaks for the reader, and read when that begins', () => {
      expect(asked()).toEqual([]);
      expect(readings(own)).toBe(0);
      expect(asked()).toEqual([{ inbox: true }]);
      expect(readings(inbox(4))).toBe(1);
      expect(readings(decided(5))).toBe(1);
    });

    it('is gone on with after a break, and read only where something of it was missed', () => {
      last().hears(own);
      last().hears(inbox(4));
      last().hears(decided(5));
      expect(comesBack()).toEqual([0, 0]);
      expect(asked()).toEqual([{ inbox: true, after: 5, epoch: 'i' }]);
      expect(readings(inbox(5))).toBe(0);
      comesBack();
      expect([readings(decided(6)), readings(inbox(6))]).toEqual([1, 0]);
      comesBack();
      expect(asked()).toEqual([{ inbox: true, after: 6, epoch: 'i' }]);
    });

    it('is read anew where its log is another, and gone on with from there', () => {
      last().hears(own);
      last().hears(inbox(4));
      comesBack();
      expect(readings({ event: 'reset', data: { inbox: true, position: 2, epoch: 'j' } })).toBe(1);
      expect(store.state.readings).toBeGreaterThan(0);
      comesBack();
      expect(asked()).toEqual([{ inbox: true, after: 2, epoch: 'j' }]);
    });

    it('begins anew with another reader', () => {
      last().hears(own);
      last().hears(inbox(4));
      store.set({ token: 'another' });
      comesBack();
      expect(asked()).toEqual([{ inbox: true }]);
      expect(readings(inbox(9, 'k'))).toBe(1);
    });

    it('does not keep a page from its thread where it is refused', () => {
      last().hears(own);
      const { follows } = last();
      last().hears({ event: 'error', data: { code: 'not_allowed', message: 'No.', for: 'follow', inbox: true } });
      jest.advanceTimersByTime(9_000);
      expect([last().follows, lines.length]).toEqual([follows, 1]);
    });
  });

  it('does not forget whom the reader has become since, where a socket ends because its own token is good no more', () => {
    store.set({ token: 'as-a-guest', me });
    isFollowed(last());
    store.set({ token: 'as-a-member' });
    const { readings } = store.state;
    last().ends(4401);
    expect(store.state.token).toBe('as-a-member');
    // Whether that one is good is asked.
    expect(store.state.readings).toBe(readings + 1);
  });

  it('ends nothing on a server that has no beat', () => {
    last().opens();
    last().hears(following());
    jest.advanceTimersByTime(3_600_000);
    expect([lines.length, store.state.connection]).toEqual([1, 'live']);
  });

  it('asks again when it hears nothing of what it asked, and at last over another socket', () => {
    last().opens();
    expect(last().follows).toBe(1);
    jest.advanceTimersByTime(10_000);
    expect([lines.length, last().follows]).toEqual([1, 2]);
    jest.advanceTimersByTime(10_000);
    expect(lines[0]?.closed).toBe(true);
    jest.advanceTimersByTime(2_000);
    expect(lines).toHaveLength(2);
  });

  it('asks again, later each time, when it is answered by an error', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.999);
    last().opens();
    const refused: ServerFrame = {
      event: 'error',
      data: { code: 'overloaded', message: 'Busy.', for: 'follow', thread: 't' },
    };
    const waits = [1, 2, 3].map(() => {
      const { follows } = last();
      last().hears(refused);
      let waited = 0;
      for (; last().follows === follows && waited < 60_000; waited += 500) jest.advanceTimersByTime(500);
      return waited;
    });
    expect(waits).toEqual([3_000, 5_000, 9_000]);
    last().hears(following());
    jest.advanceTimersByTime(60_000);
    expect([lines.length, last().follows]).toEqual([1, 4]);
  });

  it('reads the page again when it is told to', async () => {
    isFollowed(last());
    last().hears({ event: 'reset', data: { thread: 't', position: 9, epoch: 'new' } });
    await settled();
    expect(asked.filter((address) => address.includes('/messages'))).toHaveLength(1);
    expect([store.state.thread.epoch, Object.keys(store.state.messages)]).toEqual(['new', []]);
  });

  it('does not show the reader’s own name among those who write', () => {
    const me = { id: 'ana', name: 'Ana', role: 'guest' as const, badges: [], createdAt: '' };
    store.set({ me });
    isFollowed(last());
    const typing = [
      { name: 'Ana', parentId: null },
      { name: 'Ben', parentId: null },
    ];
    last().hears({ event: 'signal', data: { thread: 't', typing } });
    expect(store.state.typing.map(({ name }) => name)).toEqual(['Ben']);
    jest.advanceTimersByTime(12_000);
    expect(store.state.typing).toEqual([]);
  });

  it.each([
    [false, 15],
    [true, 2],
  ])(
    'polls often while it is seen and seldom while not, where sockets do not get through (hidden: %s)',
    async (hidden, times) => {
      unseen = hidden;
      for (let n = 0; n < 2; n++) {
        last().ends(1006);
        jest.advanceTimersByTime(4_000);
      }
      asked = [];
      for (let second = 0; second < 60; second++) {
        jest.advanceTimersByTime(1_000);
        await settled();
      }
      const polls = asked.filter((address) => address.includes('/events')).length;
      expect(Math.abs(polls - times)).toBeLessThanOrEqual(1);
      expect(store.state.connection).toBe('polling');
    },
  );

  it('asks what became of a held message while it polls, and of nothing where none waits', async () => {
    const polls = async () => {
      const before = store.state.readings;
      for (let second = 0; second < 8; second++) {
        jest.advanceTimersByTime(1_000);
        await settled();
      }
      return store.state.readings > before;
    };
    for (let n = 0; n < 2; n++) {
      last().ends(1006);
      jest.advanceTimersByTime(4_000);
    }
    expect(await polls()).toBe(false);
    const held = viewOf(new Thread().hold(null, 'ana'));
    store.set({ held: [{ ...held, state: 'held' }] });
    expect(await polls()).toBe(true);
  });
});
