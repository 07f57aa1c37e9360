import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../../src/events/events.schema.js';
import { RecentEvents } from '../../../src/live/topics/recent-events.js';
import { event, message, rowOf, type Told } from '../../support/stream.js';

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
