/**
 * Looks at what the recent events of all threads take, of other files’ forums as well.
 *
 * @own sources
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../../src/events/events.schema.js';
import { RecentThreadEvents } from '../../../src/live/threads/recent-thread-events.js';
import { threadAt } from '../../support/page-state.js';
import { event, message, rowOf, type Told } from '../../support/stream.js';

type Step = { readonly what: Told | 'vote' | 'trim'; readonly of: number };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ what: fc.constantFrom('post', 'post', 'post', 'edit', 'remove', 'vote', 'trim'), of: fc.nat(400) }),
  { maxLength: 400 },
);

/** Plays what happened; `heard` is as far as the slowest follower has come. */
function play(happened: readonly Step[], begun: number) {
  const recent = new RecentThreadEvents(begun);
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

describe('the recent events of a thread', () => {
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
    const recent = new RecentThreadEvents(0);
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
    const recent = new RecentThreadEvents(0);
    for (let position = 1; position <= 500; position += 1) recent.append(event(position));
    recent.trim(10);
    expect(recent.between(10, 500)).toHaveLength(490);
  });

  it('have the latest votes of a message', () => {
    const recent = new RecentThreadEvents(0);
    recent.append(event(1));
    recent.voted('m1', { up: 3, down: 1 });
    recent.voted('m2', { up: 9, down: 9 });
    const [json = ''] = recent.between(0, 1);
    expect(JSON.parse(json)).toMatchObject({ position: 1, data: { message: { votes: { up: 3, down: 1 } } } });
  });

  it('are told up to where somebody stands, and no further', () => {
    const recent = new RecentThreadEvents(100);
    for (let position = 101; position <= 110; position += 1) recent.append(event(position));
    const positions = recent.between(103, 106).map((json) => (JSON.parse(json) as ThreadEvent).position);
    expect(positions).toEqual([104, 105, 106]);
  });

  it.each([
    ['deleted', 'deleted'],
    ['moderated', 'rejected'],
  ] as const)('have nothing but the place of a message that was %s', (why, state) => {
    const recent = new RecentThreadEvents(0);
    recent.append(event(1));
    const data = { id: 'm1', parentId: null, why, kept: true, gone: [] };
    recent.append({ position: 2, at: '2026-11-24T08:00:00.000Z', type: 'message.removed', data });
    const [posted = ''] = recent.between(0, 1);
    const emptied = { author: null, html: '', state, editedAt: null, votes: { up: 0, down: 0 } };
    expect(JSON.parse(posted)).toMatchObject({ data: { message: { ...message('m1', ''), ...emptied } } });
  });

  it('let go of a text that was changed once the last one to hear it has', () => {
    const recent = new RecentThreadEvents(0);
    recent.append(event(1));
    recent.append(event(2, 'edit', 1));
    recent.trim(0);
    expect(recent.covers(0)).toBe(true);
    recent.trim(1);
    expect([recent.covers(0), recent.covers(1)]).toEqual([false, true]);
  });
});

describe('the recent events of a discussion that is gone', () => {
  const gone = (movedTo: string | null): RecentThreadEvents => {
    const recent = new RecentThreadEvents(0);
    for (const happened of [event(1), event(2, 'edit', 1), event(3)]) recent.append(happened);
    const data = { thread: threadAt(4, { gone: { movedTo } }) };
    recent.append({ position: 4, at: '2026-11-24T08:00:00.000Z', type: 'thread.changed', data });
    return recent;
  };

  it('have no word any more where it was deleted', () => {
    const told = gone(null).between(0, 4);
    expect(told).toHaveLength(4);
    expect(told.join()).not.toMatch(/words of|Ben/);
    expect(JSON.parse(told[0]!)).toMatchObject({ data: { message: { id: 'm1', state: 'rejected' } } });
  });

  it('are what they were where it was moved, for those who have not heard of it', () => {
    expect(gone('other').between(0, 4).join()).toMatch(/words of 2.*words of 3/);
  });

  it.each([[null], ['other']])('are kept no longer than until everybody has heard: moved to %j', (movedTo) => {
    const recent = gone(movedTo);
    recent.trim(4);
    expect([recent.covers(2), recent.covers(3)]).toEqual([false, true]);
  });

  it('are what they were where the discussion was only closed', () => {
    const recent = new RecentThreadEvents(0);
    recent.append(event(1));
    const data = { thread: threadAt(2, { state: 'closed' }) };
    recent.append({ position: 2, at: '2026-11-24T08:00:00.000Z', type: 'thread.changed', data });
    recent.trim(2);
    expect(recent.between(0, 2).join()).toMatch(/words of 1/);
  });
});

describe('what the recent events of all threads take', () => {
  it('is counted as it is, whatever becomes of them, and is nothing once they are let go', () => {
    fc.assert(
      fc.property(steps, (happened) => {
        const before = RecentThreadEvents.held;
        const { recent } = play(happened, 0);
        expect(RecentThreadEvents.held - before).toBe(recent.between(0, recent.position).join('').length);
        recent.release();
        expect(RecentThreadEvents.held).toBe(before);
        expect(recent.between(0, recent.position)).toEqual([]);
      }),
    );
  });

  it('is bounded: beyond 32 MiB they keep only what somebody has yet to hear', () => {
    const before = RecentThreadEvents.held;
    const rooms: RecentThreadEvents[] = [];
    const full = () => {
      const recent = new RecentThreadEvents(0);
      for (let position = 1; position <= 9; position += 1) {
        const data = { message: message(`m${position}`, 'x'.repeat(100_000)) };
        recent.append({ ...event(position), type: 'message.posted', data });
      }
      rooms.push(recent);
      return recent;
    };
    full().trim(9);
    expect(rooms[0]!.between(0, 9)).toHaveLength(9);
    // A character takes four bytes.
    while (RecentThreadEvents.held * 4 <= 32 * 1_048_576) full();
    const last = rooms.at(-1)!;
    last.trim(0);
    expect(last.between(0, 9)).toHaveLength(9);
    last.trim(9);
    expect(RecentThreadEvents.held * 4).toBeLessThanOrEqual(32 * 1_048_576);
    const { length } = last.between(0, 9);
    expect([length > 0, length < 9]).toEqual([true, true]);
    for (const room of rooms) room.release();
    expect(RecentThreadEvents.held).toBe(before);
  });
});
