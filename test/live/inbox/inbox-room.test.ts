import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { InboxRoom } from '../../../src/live/inboxes/inbox-room.js';
import type { Head, LogAnswer, TopicLog } from '../../../src/live/topics/topic.js';
import type { Sink } from '../../../src/live/transport/subscription.js';
import type { InboxEvent } from '../../../src/messages/inbox/inbox.schema.js';
import { until } from '../../support/until.js';
import { framesOf } from '../../support/wire.js';

/** An inbox's log, told as reluctantly as a test likes. */
class Log implements TopicLog<InboxEvent> {
  events: InboxEvent[] = [];
  epoch = 'first';
  failing = 0;

  constructor(
    private readonly slowness: number,
    private readonly perAnswer: number,
    private readonly kept = 100,
  ) {}

  commit(count: number): number {
    for (let n = 0; n < count; n += 1)
      this.events.push({ position: this.events.length + 1, at: '', type: 'inbox.changed', data: {} });
    return this.events.length;
  }

  async head(): Promise<Head> {
    await delay(this.slowness);
    return { position: this.events.length, epoch: this.epoch };
  }

  async since(after: number, epoch: string): Promise<LogAnswer<InboxEvent>> {
    const head = { position: this.events.length, epoch: this.epoch };
    const events = this.events.slice(after, after + this.perAnswer);
    await delay(this.slowness);
    if (this.failing-- > 0) throw new Error('The database is away');
    const behind = head.position - after;
    return epoch !== head.epoch || behind < 0 || behind > this.kept ? { reset: true, ...head } : { events, ...head };
  }
}

/** Notes what comes, and finds fault with a gap, a repetition, or a `following` elsewhere than where it stands. */
class Page implements Sink {
  open = true;
  readonly unpacks = false;
  readonly faults: string[] = [];
  resets = 0;

  constructor(public position: number | undefined) {}

  write(bytes: Buffer): void {
    for (const { event, data } of framesOf(bytes)) {
      if (event === 'reset') this.resets += 1;
      if (event === 'following' && this.position !== undefined && this.position !== (data as Head).position)
        this.faults.push(`following at ${(data as Head).position}, not ${this.position}`);
      if (event === 'following' || event === 'reset') this.position = (data as Head).position;
      if (event !== 'events') continue;
      for (const { position } of data.events) {
        if (position !== (this.position ?? 0) + 1) this.faults.push(`${position} after ${this.position}`);
        this.position = position;
      }
    }
  }

  async drained(): Promise<void> {}
}

type Step =
  | { readonly do: 'commit' | 'bell' | 'late'; readonly n: number }
  | { readonly do: 'join'; readonly n: number; readonly isOfNow: boolean }
  | { readonly do: 'leave' | 'fail' | 'restore' | 'wait'; readonly n: number };
const does = (...names: Step['do'][]) => fc.constantFrom(...names);
const step = fc.record({
  do: fc.oneof(
    { weight: 5, arbitrary: does('commit', 'bell') },
    { weight: 2, arbitrary: does('join', 'late', 'wait') },
    { weight: 1, arbitrary: does('leave', 'fail') },
    {
      weight: 1,
      arbitrary: fc.oneof({ weight: 5, arbitrary: does('wait') }, { weight: 1, arbitrary: does('restore') }),
    },
  ),
  n: fc.nat(30),
  isOfNow: fc.boolean(),
}) as fc.Arbitrary<Step>;

describe('the pages that follow one inbox', () => {
  it('each hear one rising row without a gap, or a reset, whatever bells are lost, doubled, late or early', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 50 }),
        fc.nat(2),
        fc.constantFrom(50, 5, 1),
        async (steps, slowness, perAnswer) => {
          const log = new Log(slowness, perAnswer);
          const room = new InboxRoom('ana', log, { deliveries: 0 });
          const pages: Page[] = [];
          const joining: Promise<unknown>[] = [];
          const late: number[] = [];
          let restored = 0;
          const join = (after?: number) => {
            const page = new Page(after);
            pages.push(page);
            const from = after === undefined ? {} : { after, epoch: log.epoch };
            joining.push(room.follow(page, from).catch(() => (page.open = false)));
          };
          for (const one of steps) {
            if (one.do === 'commit') late.push(log.commit(1 + (one.n % 7)));
            if (one.do === 'bell') room.advance(late.at(-1 - (one.n % 3)) ?? 0);
            if (one.do === 'late') room.advance(log.events.length, log.epoch);
            if (one.do === 'join') join(one.isOfNow ? undefined : Math.max(0, log.events.length - one.n + 2));
            if (one.do === 'leave') {
              const page = pages[one.n];
              if (page) {
                page.open = false;
                room.unfollow(page);
              }
            }
            if (one.do === 'fail') log.failing = 1;
            if (one.do === 'restore') {
              log.epoch = `after ${(restored += 1)}`;
              log.events = log.events.slice(0, one.n);
            }
            if (one.do === 'wait') await delay(one.n % 6);
          }
          join();
          await Promise.all(joining);
          log.failing = 0;
          // What the bus has lost the next look at the database tells.
          const last = log.commit(1);
          await until('everybody at the end', () => {
            room.advance(last, log.epoch);
            return pages.every(({ open, position }) => !open || position === last);
          });
          expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
          room.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
