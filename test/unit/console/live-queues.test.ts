import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ServerFrame } from '../../../src/live/live.schema.js';
import { LiveQueues } from '../../../src/web/console/live-queues.js';
import { changeOf, itemOf } from '../../support/console.js';

/** The console's end of a socket, and what was said over it. */
class Line {
  static readonly OPEN = 1;
  static readonly CONNECTING = 0;
  readyState = 0;
  readonly said: { event: string; data: object }[] = [];
  onopen: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor() {
    lines.push(this);
  }
  send(text: string): void {
    this.said.push(JSON.parse(text) as { event: string; data: object });
  }
  close(): void {
    this.readyState = 3;
  }
  opens(): this {
    this.readyState = 1;
    this.onopen();
    return this;
  }
  hears(frame: ServerFrame): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

const BEAT = 30_000;
const world = globalThis as unknown as Record<string, unknown>;
const before = { WebSocket: world['WebSocket'], location: world['location'], add: world['addEventListener'] };
const removed = world['removeEventListener'];
let lines: Line[];
let frames: string[];
let openings: boolean[];
let states: string[];
let socket: LiveQueues;

beforeAll(() => {
  Object.assign(world, { WebSocket: Line, location: { origin: 'http://localhost' } });
  const page = new EventTarget();
  Object.assign(world, {
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    dispatchEvent: page.dispatchEvent.bind(page),
  });
});
afterAll(() => {
  Object.assign(world, { WebSocket: before.WebSocket, location: before.location });
  Object.assign(world, { addEventListener: before.add, removeEventListener: removed });
});
beforeEach(() => {
  jest.useFakeTimers();
  [lines, frames, openings, states] = [[], [], [], []];
  socket = new LiveQueues(['default', 'echo'], {
    frame: ({ event }) => frames.push(event),
    opened: (again) => openings.push(again),
    state: ({ kind }) => states.push(kind),
  });
});
afterEach(() => {
  socket.close();
  jest.useRealTimers();
});

const last = () => lines.at(-1) as Line;
/** The line that comes after one that broke: when is chance, and one that nobody opens for long is given up. */
const next = (): Line => {
  const before = lines.length;
  for (let ms = 0; lines.length === before && ms < 60_000; ms += 100) jest.advanceTimersByTime(100);
  return last();
};
const following = (queue: string, position: number, epoch = 'e'): ServerFrame => ({
  event: 'following',
  data: { queue, position, epoch, counts: { held: 0, reported: 0 } },
});
/** It has connected, and follows both queues. */
const connected = (): Line => {
  const line = last().opens();
  for (const site of ['default', 'echo']) line.hears(following(site, 4));
  return line;
};
const queue = (position: number, site = 'default'): ServerFrame => ({
  event: 'queue',
  data: { ...changeOf('entered', itemOf('a')), site, position },
});
const asked = (line: Line) => line.said.map(({ data }) => data);

describe('the console’s socket', () => {
  it('notices a line that has gone dead without a word, within a minute, and opens another', () => {
    connected().hears({ event: 'beat', data: { every: BEAT } });
    jest.advanceTimersByTime(BEAT - 1);
    last().hears({ event: 'beat', data: { every: BEAT } });
    jest.advanceTimersByTime(BEAT * 1.4);
    expect([lines.length, states.at(-1)]).toEqual([1, 'live']);
    jest.advanceTimersByTime(BEAT * 0.1 + 1_000);
    expect(lines).toHaveLength(2);
    expect(lines[0]!.readyState).toBe(3);
    expect(states).toContain('waiting');
  });

  it('is alive as long as anything is heard', () => {
    connected().hears({ event: 'beat', data: { every: BEAT } });
    for (let position = 5; position < 10; position += 1) {
      jest.advanceTimersByTime(BEAT);
      last().hears(queue(position));
    }
    expect(lines).toHaveLength(1);
  });

  it.each(['a handshake', 'the answer to what it follows'])('that waits for %s in vain tries another', (what) => {
    if (what !== 'a handshake') {
      last().opens().hears(following('default', 4));
      // What is said of one queue, and that there is somebody, is no answer to what was asked of the other.
      last().hears({ event: 'beat', data: { every: BEAT } });
    }
    jest.advanceTimersByTime(9_999);
    expect(lines).toHaveLength(1);
    jest.advanceTimersByTime(1_001);
    expect(lines).toHaveLength(2);
  });

  it.each([
    ['overloaded', 2],
    ['not_allowed', 1],
  ] as const)('that may not follow a queue for “%s” asks again where that may pass', (code, sockets) => {
    last().opens().hears(following('echo', 4));
    last().hears({ event: 'error', data: { code, message: 'No.', for: 'follow', queue: 'default' } });
    jest.advanceTimersByTime(60_000);
    expect(lines.length > 1).toBe(sockets > 1);
    expect(frames.includes('error')).toBe(sockets === 1);
  });

  it('goes on from where each queue was heard, and hears nothing twice', () => {
    last().opens();
    expect(asked(last())).toEqual([{ queue: 'default' }, { queue: 'echo' }]);
    last().hears(following('default', 4));
    last().hears(following('echo', 9));
    for (const position of [5, 5, 4, 6]) last().hears(queue(position));
    expect(frames.filter((event) => event === 'queue')).toHaveLength(2);
    last().onclose({ code: 1001 });
    jest.advanceTimersByTime(1_000);
    last().opens();
    expect(asked(last())).toEqual([
      { queue: 'default', after: 6, epoch: 'e' },
      { queue: 'echo', after: 9, epoch: 'e' },
    ]);
  });

  it('has the list read again where something may have been missed, and only there', () => {
    last().opens();
    last().hears(following('default', 4));
    last().hears(following('echo', 9));
    expect(openings).toEqual([false, true, true]);
    last().onclose({ code: 1001 });
    jest.advanceTimersByTime(1_000);
    last().opens().hears(following('default', 4));
    expect(openings).toEqual([false, true, true, false]);
    last().hears({ event: 'reset', data: { queue: 'default', position: 2, epoch: 'other' } });
    expect(openings).toEqual([false, true, true, false, true]);
    last().hears(queue(3));
    expect(frames.at(-1)).toBe('queue');
  });

  it('waits longer from break to break, and comes back no more when the session is over', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.999);
    for (const wait of [1_000, 2_000, 4_000]) {
      const count = lines.length;
      last().onclose({ code: 1006 });
      jest.advanceTimersByTime(wait * 0.9);
      expect(lines).toHaveLength(count);
      jest.advanceTimersByTime(wait * 0.1);
      expect(lines).toHaveLength(count + 1);
    }
    connected().hears({ event: 'beat', data: { every: 600_000 } });
    jest.advanceTimersByTime(10_000);
    last().onclose({ code: 1006 });
    const count = lines.length;
    jest.advanceTimersByTime(1_000);
    expect(lines).toHaveLength(count + 1);
    last().opens();
    last().onclose({ code: 4401 });
    dispatchEvent(new Event('online'));
    jest.advanceTimersByTime(120_000);
    expect([lines.length, states.at(-1)]).toEqual([count + 1, 'refused']);
    jest.restoreAllMocks();
  });

  it('that is left hears and asks nothing any more', () => {
    last().opens();
    socket.close();
    last().onclose({ code: 1006 });
    jest.advanceTimersByTime(120_000);
    expect(lines).toHaveLength(1);
  });
});

describe('the counts of discussions', () => {
  const said = (line: Line) => line.said.filter(({ data }) => 'counts' in data);

  it('are asked for at once, and again after every break, until they are left', () => {
    last().opens();
    socket.count(['one', 'two']);
    const asked = { event: 'follow', data: { counts: ['one', 'two'] } };
    expect(said(last())).toEqual([asked]);
    last().onclose({ code: 1006 });
    expect(said(next().opens())).toEqual([asked]);
    socket.count([]);
    expect(said(last()).at(-1)).toEqual({ event: 'unfollow', data: { counts: true } });
    last().onclose({ code: 1006 });
    expect(said(next().opens())).toEqual([]);
  });

  it('cost nobody the connection where they are refused', () => {
    const line = last().opens();
    socket.count(['one']);
    line.hears({ event: 'error', data: { code: 'too_fast', message: 'No.', for: 'follow', counts: true } });
    expect(lines).toEqual([line]);
    expect(states.at(-1)).toBe('live');
  });
});
