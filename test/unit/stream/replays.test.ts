import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../../src/events/events.schema.js';
import { RecentThreadEvents } from '../../../src/live/threads/recent-thread-events.js';
import { Replays } from '../../../src/live/topics/replays.js';
import { threadFrames } from '../../../src/live/transport/frames.js';
import { event, rowOf } from '../../support/stream.js';
import { messagesOf } from '../../support/wire.js';

describe('what those who come back have missed', () => {
  const positionsIn = (frames: readonly Buffer[] | null) =>
    (frames ?? []).flatMap((frame) =>
      messagesOf(frame).flatMap((text) =>
        (JSON.parse(text) as { data: { events: ThreadEvent[] } }).data.events.map(({ position }) => position),
      ),
    );

  it('is read once for all who come at the same time from the same place, and anew for the next', async () => {
    const asked: string[] = [];
    const replays = new Replays(threadFrames('thread'), async (after, epoch) => {
      asked.push(`${after} ${epoch}`);
      return { events: rowOf(after, 9).map((position) => event(position)), position: 9, epoch: 'first' };
    });
    const together = [3, 3, 5, 3].map((after) => replays.fromLog(after, 'first'));
    const answers = await Promise.all([...together, replays.fromLog(3, 'second')]);
    expect(asked).toEqual(['3 first', '5 first', '3 second']);
    expect(answers.map(({ frames }) => positionsIn(frames)[0])).toEqual([4, 4, 6, 4, 4]);
    expect(answers[0]).toBe(answers[1]);
    await replays.fromLog(3, 'first');
    expect(asked).toHaveLength(4);
  });

  it('comes in parts where it is much: as far as the answer goes, and where the thread stands', async () => {
    const upTo = (position: number) =>
      new Replays(threadFrames('thread'), async (after) => ({
        events: rowOf(after, position).map((each) => event(each)),
        position: 9,
        epoch: 'first',
      })).fromLog(3, 'first');
    const { frames, ...part } = await upTo(6);
    expect(positionsIn(frames)).toEqual([4, 5, 6]);
    expect(part).toEqual({ position: 6, head: 9, epoch: 'first' });
    expect(await upTo(3)).toEqual({ frames: [], position: 9, head: 9, epoch: 'first' });
  });

  it('is asked for again after the log could not be read', async () => {
    let tries = 0;
    const replays = new Replays(threadFrames('thread'), async () => {
      tries += 1;
      if (tries === 1) throw new Error('The database is away');
      return { reset: true, position: 12, epoch: 'second' };
    });
    await expect(replays.fromLog(3, 'first')).rejects.toThrow('away');
    expect(await replays.fromLog(3, 'first')).toEqual({ frames: null, position: 12, head: 12, epoch: 'second' });
  });

  it('is what the recent events are, until they are others', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(20), fc.constant('more' as const)), { maxLength: 60 }), (asked) => {
        const recent = new RecentThreadEvents(20);
        const replays = new Replays(threadFrames('thread'), () => Promise.reject(new Error('Nothing was to be read')));
        for (const one of asked) {
          if (one === 'more') {
            recent.append(event(recent.position + 1));
            replays.forget();
          } else {
            const after = Math.min(20 + one, recent.position);
            expect(positionsIn(replays.fromRecent(recent, after))).toEqual(rowOf(after, recent.position));
          }
        }
      }),
    );
  });

  it('is encoded once', () => {
    const recent = new RecentThreadEvents(0);
    for (let position = 1; position <= 30; position += 1) recent.append(event(position));
    const replays = new Replays(threadFrames('thread'), () => Promise.reject(new Error('Nothing was to be read')));
    const first = replays.fromRecent(recent, 3);
    for (let after = 4; after <= 10; after += 1) replays.fromRecent(recent, after);
    expect(replays.fromRecent(recent, 3)).toBe(first);
    // Of eight places at most: those who come from a ninth take their room.
    replays.fromRecent(recent, 11);
    expect(replays.fromRecent(recent, 3)).not.toBe(first);
    expect(positionsIn(replays.fromRecent(recent, 3))).toEqual(rowOf(3, 30));
  });
});
