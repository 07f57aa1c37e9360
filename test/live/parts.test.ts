import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as ws from 'ws';
import { threadFrames, wire } from '../../src/live/transport/frames.js';
import { Inbox } from '../../src/live/transport/inbox.js';
import type { Signal } from '../../src/live/live.schema.js';
import { Signals } from '../../src/live/presence/signals.js';
import { until } from '../support/until.js';
import { messagesOf } from '../support/wire.js';

type Sender = { frame(data: Buffer, options: object): Buffer[] };

describe('a frame', () => {
  it('is byte for byte what ws would send', () => {
    const { Sender } = ws as unknown as { Sender: Sender };
    const options = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false };
    for (const text of [
      '',
      'a',
      'ä'.repeat(62),
      'a'.repeat(125),
      'a'.repeat(126),
      '€'.repeat(40_000),
      'a'.repeat(65_535),
      'a'.repeat(65_536),
    ]) {
      expect(wire(text).equals(Buffer.concat(Sender.frame(Buffer.from(text), options)))).toBe(true);
    }
  });

  it('holds as many events as fit, all of them in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { maxLength: 250 }), (lengths) => {
        const events = lengths.map((length, n) => JSON.stringify({ n, text: 'x'.repeat(length) }));
        const messages = threadFrames('thread').events(events);
        const told = messages.flatMap((text) => messagesOf(wire(text)).map((heard) => JSON.parse(heard).data));
        expect(told.flatMap((data) => data.events.map(({ n }: { n: number }) => n))).toEqual(events.map((_, n) => n));
        for (const { thread, events: some } of told) {
          expect(thread).toBe('thread');
          expect(some.length).toBeLessThanOrEqual(100);
        }
        for (const text of messages) expect(text.length).toBeLessThan(350_000);
      }),
      { numRuns: 30 },
    );
  });
});

describe('an inbox', () => {
  it('works on one frame after another, in order, however soon the later ones could be done', async () => {
    const done: string[] = [];
    const letGo = new Map<number, () => void>();
    const work = async (n: number) => {
      done.push(`${n} begun`);
      await new Promise<void>((resolve) => letGo.set(n, resolve));
      done.push(`${n} done`);
    };
    const inbox = new Inbox<number>(100, { work });
    for (const n of [1, 2, 3]) expect(inbox.take(n, 0)).toBe(true);
    for (const n of [1, 2, 3]) {
      const go = await until(`frame ${n} to be worked on`, () => letGo.get(n));
      expect([...letGo.keys()]).toEqual([1, 2, 3].slice(0, n));
      go();
    }
    await until('the last to be done', () => done.includes('3 done'));
    expect(done).toEqual(['1 begun', '1 done', '2 begun', '2 done', '3 begun', '3 done']);
  });

  it('takes as many in ten seconds as it may, and again later', () => {
    const inbox = new Inbox<number>(10, { work: () => Promise.resolve() });
    const taken = (at: number) => Array.from({ length: 12 }, () => inbox.count(at)).filter(Boolean).length;
    expect(taken(0)).toBe(10);
    expect(taken(5_000)).toBe(0);
    expect(taken(10_001)).toBe(0);
    expect(taken(60_000)).toBe(10);
  });

  it('holds no more than it may while the first is still worked on, and nothing once it is closed', () => {
    const worked: number[] = [];
    const work = (n: number) => {
      worked.push(n);
      return new Promise<void>(() => undefined);
    };
    const inbox = new Inbox<number>(3, { work });
    expect([1, 2, 3, 4].map((n) => inbox.take(n, n * 20_000))).toEqual([true, true, true, true]);
    expect(inbox.take(5, 200_000)).toBe(false);
    inbox.close();
    expect(worked).toEqual([1]);
  });
});

/** What they tell now, if anything. */
const told = (signals: Signals, now: number): Signal | undefined => {
  const [text] = signals.take(now);
  return text === undefined ? undefined : JSON.parse(text).data;
};

describe('signals', () => {
  it('tell the latest value once', () => {
    const signals = new Signals('t');
    signals.present(1);
    signals.present(7);
    signals.voted('m', { up: 1, down: 0 });
    signals.voted('m', { up: 2, down: 0 });
    signals.counted(5, 10);
    signals.counted(4, 9);
    expect(told(signals, 0)).toEqual({
      thread: 't',
      readers: 7,
      votes: { m: { up: 2, down: 0 } },
      messageCount: 5,
    });
    expect(told(signals, 0)).toBeUndefined();
    signals.counted(5, 11);
    expect(told(signals, 0)).toBeUndefined();
  });

  it('tell no votes of a message that was removed', () => {
    const signals = new Signals('t');
    signals.voted('gone', { up: 1, down: 0 });
    signals.voted('here', { up: 2, down: 0 });
    signals.removed('gone');
    expect(told(signals, 0)?.votes).toEqual({ here: { up: 2, down: 0 } });
  });

  it('show five names, let them fade, and repeat those that stay', () => {
    const signals = new Signals('t');
    const names = (now: number) => told(signals, now)?.typing?.map(({ name }) => name);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) signals.typing({ id: name, name }, null, 0);
    expect(names(0)).toEqual(['a', 'b', 'c', 'd', 'e']);
    signals.typing({ id: 'a', name: 'a' }, null, 1_000);
    expect(names(1_000)).toBeUndefined();
    signals.typing({ id: 'a', name: 'a' }, null, 5_000);
    expect(names(5_000)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(signals.fading).toBe(6_000);
    expect(names(6_000)).toEqual(['a']);
    signals.stoppedTyping('a');
    expect(names(6_100)).toEqual([]);
    expect(signals.fading).toBeUndefined();
  });

  it('leave votes that do not fit for the next', () => {
    const signals = new Signals('t');
    for (let n = 0; n < 450; n += 1) signals.voted(`m${n}`, { up: n, down: 0 });
    const taken = [0, 1, 2, 3].map((now) => {
      const { touched } = signals;
      return [touched, Object.keys(told(signals, now)?.votes ?? {}).length];
    });
    // What does not fit is asked for once more, though nobody votes meanwhile.
    expect(taken).toEqual([
      [true, 200],
      [true, 200],
      [true, 50],
      [false, 0],
    ]);
  });
});
