import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventsAnswer, ThreadEvent } from '../../src/events/events.schema.js';
import { InOrder } from '../../src/live/topics/in-order.js';
import { RecentEvents } from '../../src/live/topics/recent-events.js';
import { Replays } from '../../src/live/topics/replays.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { until } from '../support/until.js';
import { messagesOf } from '../support/wire.js';

const AT = '2026-11-24T08:00:00.000Z';

function message(id: string, words: string): MessageView {
  return {
    id,
    threadId: 'thread',
    parentId: null,
    depth: 0,
    position: 1,
    revision: 1,
    author: { id: 'ben', name: 'Ben', role: 'guest', badges: [] },
    html: `<p>${words}</p>`,
    state: 'published',
    createdAt: AT,
    editedAt: null,
    votes: { up: 0, down: 0 },
    replyCount: 0,
  };
}

type Told = 'post' | 'edit' | 'remove';
/** The event at a position: a new message, or what became of the one posted at `of`. */
function event(position: number, what: Told = 'post', of = position): ThreadEvent {
  const place = { position, at: AT };
  if (what === 'remove') {
    const data = { id: `m${of}`, parentId: null, why: 'moderated', kept: false, gone: [] } as const;
    return { ...place, type: 'message.removed', data: { ...data, gone: [] } };
  }
  const data = { message: message(`m${of}`, `words of ${position}`) };
  return { ...place, type: what === 'post' ? 'message.posted' : 'message.edited', data };
}

const rowOf = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n + 1);

describe('events put in order', () => {
  /** A log of so many events that is away now and then, and what was told of it. */
  const listening = (length: number, absences: readonly boolean[] = []) => {
    const told: number[] = [];
    const resets: number[] = [];
    const away = [...absences];
    const since = (after: number): Promise<EventsAnswer> => {
      if (away.pop()) return Promise.reject(new Error('The database is away'));
      return Promise.resolve({
        events: rowOf(after, length).map((position) => event(position)),
        position: length,
        epoch: 'e',
      });
    };
    const order = new InOrder(since, {
      next: ({ position }) => told.push(position),
      reset: ({ position }) => resets.push(position),
    });
    return { order, told, resets };
  };

  it('are one rising row without a gap, whichever come late, twice or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(29),
        fc.array(fc.nat(29), { maxLength: 60 }),
        fc.array(fc.boolean(), { maxLength: 2 }),
        async (length, begun, came, absences) => {
          const { order, told } = listening(length, absences);
          const from = Math.min(begun, length - 1);
          const early = came.slice(0, came.length / 3);
          for (const position of early) order.take(event((position % length) + 1));
          order.begin(from);
          for (const position of came.slice(early.length)) order.take(event((position % length) + 1));
          // The last is always told: without it nobody could know that there is something to know.
          order.take(event(length));
          await until('the last event', () => told.at(-1) === length);
          expect(told).toEqual(rowOf(from, length));
          order.stop();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are told at once and without asking anybody while they come in order', () => {
    const told: number[] = [];
    const nobody = () => Promise.reject(new Error('Nobody was to be asked'));
    const order = new InOrder(nobody, { next: ({ position }) => told.push(position), reset: () => undefined });
    order.begin(7);
    for (const position of [5, 8, 9, 9, 7, 10]) order.take(event(position));
    expect(told).toEqual([8, 9, 10]);
  });

  it('begin again where the log cannot tell what is missing, once, and go on from there', async () => {
    const told: number[] = [];
    const reset = { reset: true, position: 50, epoch: 'second' } as const;
    const order: InOrder = new InOrder(() => Promise.resolve(reset), {
      next: ({ position }) => told.push(position),
      reset: ({ position }) => {
        told.push(-position);
        order.begin(position);
      },
    });
    order.begin(3);
    order.take(event(40));
    await until('the reset', () => told.length > 0);
    order.take(event(51));
    expect(told).toEqual([-50, 51]);
  });

  it('are told to nobody any more once nobody listens', async () => {
    const { order, told } = listening(5);
    order.begin(0);
    order.take(event(5));
    order.stop();
    await until('the patience to be over', pastPatience());
    expect(told).toEqual([]);
  });

  it('hold no more than a thousand that came too early, and lose none of them', async () => {
    const { order, told } = listening(3_000);
    order.begin(0);
    for (let position = 3_000; position > 1; position -= 1) order.take(event(position));
    await until('the last event', () => told.at(-1) === 3_000);
    expect(told).toEqual(rowOf(0, 3_000));
  });
});

/** True when a missing event is not waited for any longer. */
function pastPatience(): () => boolean {
  const begun = performance.now();
  return () => performance.now() - begun > 150;
}

describe('the recent events of a thread', () => {
  type Step = { readonly what: Told | 'vote' | 'trim'; readonly of: number };
  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.record({ what: fc.constantFrom('post', 'post', 'post', 'edit', 'remove', 'vote', 'trim'), of: fc.nat(400) }),
    { maxLength: 400 },
  );

  /** Plays what happened; `heard` is as far as the slowest follower has come. */
  function play(happened: readonly Step[], begun: number) {
    const recent = new RecentEvents(begun);
    const all = new Map<number, ThreadEvent>();
    let heard = begun;
    for (const { what, of } of happened) {
      if (what === 'trim') {
        heard = Math.max(heard, Math.min(recent.position, begun + of));
        recent.trim(heard);
      } else if (what === 'vote') {
        recent.voted(`m${begun + 1 + of}`, { up: of, down: 0 });
      } else {
        const next = event(recent.position + 1, what, what === 'post' ? undefined : Math.max(1, recent.position - of));
        all.set(next.position, next);
        recent.append(next);
      }
    }
    return { recent, all, heard };
  }

  it('are whole from wherever they cover, and cover what nobody has heard yet', () => {
    fc.assert(
      fc.property(steps, fc.nat(100), (happened, begun) => {
        const { recent, all, heard } = play(happened, begun);
        for (let after = Math.max(0, begun - 2); after <= recent.position + 2; after += 1) {
          if (!recent.covers(after)) continue;
          const told = recent.between(after, recent.position).map((json) => (JSON.parse(json) as ThreadEvent).position);
          expect(told).toEqual(rowOf(after, recent.position));
        }
        expect(recent.covers(heard)).toBe(true);
        expect(recent.covers(recent.position)).toBe(true);
        expect(recent.covers(recent.position + 1)).toBe(false);
        expect(recent.position).toBe(begun + all.size);
      }),
      { numRuns: 200 },
    );
  });

  it('tell no word of a message that has been changed or taken away, once everyone has heard so', () => {
    fc.assert(
      fc.property(steps, (happened) => {
        const { recent, all } = play(happened, 0);
        recent.trim(recent.position);
        const last = new Map<string, number>();
        for (const { position, type, data } of all.values()) {
          if (type === 'message.removed') last.set(data.id, Infinity);
          else if ('message' in data) last.set(data.message.id, position);
        }
        const kept = Array.from({ length: recent.position + 1 }, (_, after) => after).find((after) =>
          recent.covers(after),
        );
        for (const json of recent.between(kept ?? 0, recent.position)) {
          const { position, data } = JSON.parse(json) as ThreadEvent;
          expect('message' in data ? last.get(data.message.id) : position).toBe(position);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('tell whoever has yet to hear it of no word that has been changed or taken away since, not even after a late vote', () => {
    fc.assert(
      fc.property(steps, (happened) => {
        const { recent, all } = play(
          happened.filter(({ what }) => what !== 'trim'),
          0,
        );
        const now = new Map<string, string>();
        for (const { type, data } of all.values()) {
          if (type === 'message.removed') now.set(data.id, '');
          else if ('message' in data) now.set(data.message.id, data.message.html);
        }
        for (const id of now.keys()) recent.voted(id, { up: 1, down: 0 });
        for (const json of recent.between(0, recent.position)) {
          const { data } = JSON.parse(json) as ThreadEvent;
          if (!('message' in data)) continue;
          expect(data.message.html).toBe(now.get(data.message.id));
          if (data.message.html === '')
            expect(data.message).toMatchObject({ author: null, state: 'rejected', votes: { up: 0, down: 0 } });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are no more than 256, nor a megabyte, when everyone has heard them', () => {
    const recent = new RecentEvents(0);
    for (let position = 1; position <= 300; position += 1) recent.append(event(position));
    expect(recent.covers(0)).toBe(true);
    recent.trim(300);
    expect([recent.covers(43), recent.covers(44)]).toEqual([false, true]);
    const long = event(301);
    for (let position = 301; position <= 340; position += 1) {
      const data = { message: message(`m${position}`, 'x'.repeat(100_000)) };
      recent.append({ ...long, position, type: 'message.posted', data });
    }
    recent.trim(340);
    expect(recent.between(0, 340).join('').length).toBeLessThan(1_048_577);
    expect(recent.covers(330)).toBe(true);
  });

  it('keep what a follower waits to hear, however much it is', () => {
    const recent = new RecentEvents(0);
    for (let position = 1; position <= 500; position += 1) recent.append(event(position));
    recent.trim(10);
    expect(recent.between(10, 500)).toHaveLength(490);
  });

  it('have the latest votes of a message', () => {
    const recent = new RecentEvents(0);
    recent.append(event(1));
    recent.voted('m1', { up: 3, down: 1 });
    recent.voted('m2', { up: 9, down: 9 });
    const [json = ''] = recent.between(0, 1);
    expect(JSON.parse(json)).toMatchObject({ position: 1, data: { message: { votes: { up: 3, down: 1 } } } });
  });
});

describe('what those who come back have missed', () => {
  const positionsIn = (frames: readonly Buffer[] | null) =>
    (frames ?? []).flatMap((frame) =>
      messagesOf(frame).flatMap((text) =>
        (JSON.parse(text) as { data: { events: ThreadEvent[] } }).data.events.map(({ position }) => position),
      ),
    );

  it('is read once for all who come at the same time from the same place, and anew for the next', async () => {
    const asked: string[] = [];
    const replays = new Replays('thread', async (after, epoch) => {
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

  it('is asked for again after the log could not be read', async () => {
    let tries = 0;
    const replays = new Replays('thread', async () => {
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
        const recent = new RecentEvents(20);
        const replays = new Replays('thread', () => Promise.reject(new Error('Nothing was to be read')));
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
    const recent = new RecentEvents(0);
    for (let position = 1; position <= 30; position += 1) recent.append(event(position));
    const replays = new Replays('thread', () => Promise.reject(new Error('Nothing was to be read')));
    expect(replays.fromRecent(recent, 3)).toBe(replays.fromRecent(recent, 3));
    for (let after = 0; after < 30; after += 1) replays.fromRecent(recent, after);
    expect(positionsIn(replays.fromRecent(recent, 3))).toEqual(rowOf(3, 30));
  });
});
