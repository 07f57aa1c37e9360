import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventsAnswer, ThreadEvent } from '../../../src/events/events.schema.js';
import { InOrder, PATIENCE } from '../../../src/live/topics/in-order.js';
import { settled } from '../../support/sitting.js';
import { event, rowOf } from '../../support/stream.js';
import { until } from '../../support/until.js';

type Log = (after: number) => Promise<EventsAnswer>;

/** Somebody who hears events through an order, before a log, with a clock that the test moves. */
class Listening {
  readonly told: number[] = [];
  readonly resets: number[] = [];
  /** After which positions the log was asked. */
  readonly asked: number[] = [];
  /** How long each pause was to be, in ms. */
  readonly pauses: number[] = [];
  readonly order: InOrder<ThreadEvent>;
  private readonly paused: (() => void)[] = [];

  constructor(log: Log) {
    this.order = new InOrder(
      (after) => (this.asked.push(after), log(after)),
      { next: ({ position }) => this.told.push(position), reset: ({ position }) => this.resets.push(position) },
      PATIENCE,
      (ms) => (this.pauses.push(ms), new Promise<void>((over) => this.paused.push(over))),
    );
  }

  takes(...positions: readonly number[]): void {
    for (const position of positions) this.order.take(event(position));
  }

  /** The pause is over, and what follows from that has happened. */
  async pauseOver(): Promise<void> {
    this.paused.shift()!();
    await settled();
  }

  /** All pauses are over, until nothing is waited for any more. */
  async comesToRest(): Promise<void> {
    await settled();
    for (let n = 0; this.paused.length > 0 && n < 100; n += 1) await this.pauseOver();
  }
}

const answerOf = (after: number, upTo: number, length: number): EventsAnswer => ({
  events: rowOf(after, upTo).map((position) => event(position)),
  position: length,
  epoch: 'e',
});
/** A log of so many events. */
const logOf =
  (length: number): Log =>
  async (after) =>
    answerOf(after, length, length);
/** One that is away for the first so many questions. */
function awayFor(times: number, log: Log): Log {
  let left = times;
  return (after) => ((left -= 1) >= 0 ? Promise.reject(new Error('The database is away')) : log(after));
}
const nobody: Log = () => Promise.reject(new Error('Nobody was to be asked'));

describe('events put in order', () => {
  it('are one rising row without a gap, whichever come late, twice or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(29),
        fc.array(fc.nat(29), { maxLength: 60 }),
        fc.nat(2),
        async (length, begun, came, absences) => {
          const ben = new Listening(awayFor(absences, logOf(length)));
          const from = Math.min(begun, length - 1);
          const positions = came.map((position) => (position % length) + 1);
          const early = positions.slice(0, came.length / 3);
          ben.takes(...early);
          ben.order.begin(from);
          ben.takes(...positions.slice(early.length));
          // The last is always told: without it nobody could know that there is something to know.
          ben.takes(length);
          await ben.comesToRest();
          expect(ben.told).toEqual(rowOf(from, length));
        },
      ),
    );
  });

  it('are told at once and without asking anybody while they come in order', async () => {
    const ben = new Listening(nobody);
    ben.order.begin(7);
    ben.takes(5, 8, 9, 9, 7, 10);
    expect(ben.told).toEqual([8, 9, 10]);
    await settled();
    expect([ben.asked, ben.pauses]).toEqual([[], []]);
  });

  it('that came before the beginning was known are told as soon as it is', () => {
    const ben = new Listening(nobody);
    ben.takes(4, 6, 5);
    expect(ben.told).toEqual([]);
    ben.order.begin(4);
    expect(ben.told).toEqual([5, 6]);
  });

  it('are asked for where one is missing that was told of before the beginning', async () => {
    const ben = new Listening(logOf(7));
    ben.takes(7);
    ben.order.begin(4);
    await ben.pauseOver();
    expect([ben.asked, ben.told]).toEqual([[4], [5, 6, 7]]);
  });

  it('are asked for by nobody while it is not known where to begin', async () => {
    const ben = new Listening(nobody);
    ben.order.expect(9);
    ben.order.resync();
    await settled();
    expect([ben.asked, ben.pauses]).toEqual([[], []]);
  });
});

describe('a missing event', () => {
  it('may come by itself for a moment: the log is asked only then, once', async () => {
    const ben = new Listening(logOf(4));
    ben.order.begin(0);
    ben.takes(3, 4);
    expect([ben.told, ben.pauses]).toEqual([[], [50]]);
    ben.takes(1);
    expect([ben.told, ben.asked]).toEqual([[1], []]);
    await ben.pauseOver();
    expect([ben.told, ben.asked]).toEqual([[1, 2, 3, 4], [1]]);
  });

  it('that has come by itself is not asked for', async () => {
    const ben = new Listening(nobody);
    ben.order.begin(0);
    ben.takes(2, 1);
    await ben.pauseOver();
    expect([ben.told, ben.asked]).toEqual([[1, 2], []]);
  });

  it('is read when the log is only said to have it', async () => {
    const ben = new Listening(logOf(2));
    ben.order.begin(0);
    ben.order.expect(2);
    ben.order.expect(1);
    await ben.pauseOver();
    expect(ben.told).toEqual([1, 2]);
  });

  it('is told where others were told before over and over again: what is known takes up no room', () => {
    const ben = new Listening(nobody);
    ben.order.begin(2_000);
    ben.takes(...rowOf(0, 2_000), 2_002, 2_001);
    expect(ben.told).toEqual([2_001, 2_002]);
  });

  it('is asked for again, less and less often, as long as the database is away, and the next one as soon as ever', async () => {
    const ben = new Listening(awayFor(8, logOf(2)));
    ben.order.begin(0);
    ben.takes(2);
    await ben.comesToRest();
    expect(ben.pauses).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect([ben.asked.length, ben.told]).toEqual([9, [1, 2]]);
    ben.takes(4);
    expect(ben.pauses.slice(9)).toEqual([50]);
  });

  it('is read part by part, without a pause between them, where an answer holds not all', async () => {
    const ben = new Listening(async (after) => answerOf(after, Math.min(after + 2, 5), 5));
    ben.order.begin(0);
    ben.takes(5);
    await ben.pauseOver();
    expect([ben.asked, ben.told]).toEqual([[0, 2], rowOf(0, 5)]);
    expect(ben.pauses).toEqual([50]);
  });

  it('is not read any more once nobody listens, and what the log says by then is told to nobody', async () => {
    const early = new Listening(nobody);
    early.order.begin(0);
    early.takes(5);
    early.order.stop();
    await early.comesToRest();
    expect([early.asked, early.told]).toEqual([[], []]);

    const answers: (() => void)[] = [];
    const late = new Listening((after) => new Promise((answer) => answers.push(() => answer(answerOf(after, 5, 5)))));
    late.order.begin(0);
    late.takes(5);
    await late.pauseOver();
    late.order.stop();
    answers[0]!();
    await settled();
    expect([late.told, late.pauses]).toEqual([[], [50]]);
  });

  it('does not let more than a thousand pile up behind it, and none of them is lost', async () => {
    const ben = new Listening(logOf(3_000));
    ben.order.begin(0);
    for (let position = 3_000; position > 1; position -= 1) ben.takes(position);
    await ben.comesToRest();
    expect(ben.told).toEqual(rowOf(0, 3_000));
  });

  it('lets those behind it be told when it comes, a thousand of them and no more', async () => {
    const ben = new Listening(logOf(1_200));
    ben.order.begin(0);
    ben.takes(...rowOf(1, 1_200), 1);
    expect(ben.told).toEqual(rowOf(0, 1_001));
    await ben.pauseOver();
    expect([ben.asked, ben.told]).toEqual([[1_001], rowOf(0, 1_200)]);
  });
});

describe('a log that went another way', () => {
  it('cannot tell what is missing: listeners begin again where it stands, once, and go on from there', async () => {
    const ben = new Listening(async () => ({ reset: true, position: 50, epoch: 'second' }));
    ben.order.begin(3);
    ben.takes(40);
    await ben.pauseOver();
    expect([ben.resets, ben.told]).toEqual([[50], []]);
    ben.order.begin(50);
    ben.takes(51);
    await ben.comesToRest();
    expect([ben.resets, ben.told]).toEqual([[50], [51]]);
  });

  it('is asked at once, from where its listeners stand, when it is in doubt', async () => {
    const ben = new Listening(logOf(6));
    ben.order.begin(4);
    ben.order.resync();
    await settled();
    expect([ben.asked, ben.told, ben.pauses]).toEqual([[4], [5, 6], []]);
  });
});

it('a listener asks for what is missing by itself', async () => {
  const told: number[] = [];
  const order = new InOrder(logOf(2), { next: ({ position }) => told.push(position), reset: () => undefined });
  order.begin(0);
  order.take(event(2));
  expect(told).toEqual([]);
  await until('the missing event', () => told.length === 2);
  expect(told).toEqual([1, 2]);
});
