import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { apply, applyAll, reveal } from '../../src/web/forum/state/apply.js';
import { begin, branchOf, ROOT, type ForumState } from '../../src/web/forum/state/state.js';

const AT = '2026-11-24T08:00:00.000Z';
const atOnce = () => true;
const later = () => false;

const thread = {
  id: 't',
  site: 'default',
  key: null,
  url: 'http://localhost/a',
  title: 'The ferry comes back',
  state: 'open',
  closed: null,
  messageCount: 0,
  position: 0,
  epoch: 'e',
  createdAt: AT,
  posting: { maxLength: 5000, editWindow: 900, premoderation: 'none' },
  opened: true,
  gone: null,
} as const;

const empty = (): ForumState => begin({ thread, sort: 'oldest', embedded: false, origin: 'http://localhost' });

function message(position: number, parent: MessageView | null): MessageView {
  return {
    id: `m${position}`,
    threadId: 't',
    parentId: parent?.id ?? null,
    depth: parent ? parent.depth + 1 : 0,
    position,
    revision: 1,
    author: { id: 'ana', name: 'Ana', role: 'guest', badges: [] },
    html: `<p>${position}</p>`,
    state: 'published',
    createdAt: AT,
    editedAt: null,
    votes: { up: 0, down: 0 },
    replyCount: 0,
  };
}

/** Talk as it may go: each number names what is answered, edited or removed. */
const talk = fc.array(
  fc.record({ what: fc.constantFrom('post', 'post', 'post', 'reply', 'reply', 'edit', 'remove'), which: fc.nat(1000) }),
  { maxLength: 60 },
);

/** The events of a talk as the server tells them. Removed messages here always have kept their place. */
function told(steps: readonly { what: string; which: number }[]): ThreadEvent[] {
  const standing: MessageView[] = [];
  return steps.map(({ what, which }, index): ThreadEvent => {
    const position = index + 1;
    const chosen = standing[which % Math.max(1, standing.length)];
    if (what === 'edit' && chosen) {
      const edited = { ...chosen, revision: chosen.revision + 1, html: `<p>edited at ${position}</p>`, editedAt: AT };
      standing[standing.indexOf(chosen)] = edited;
      return { type: 'message.edited', position, at: AT, data: { message: edited } };
    }
    if (what === 'remove' && chosen) {
      standing.splice(standing.indexOf(chosen), 1);
      const data = { id: chosen.id, parentId: chosen.parentId, why: 'deleted', kept: true } as const;
      return { type: 'message.removed', position, at: AT, data: { ...data, gone: [] } };
    }
    const posted = message(position, what === 'reply' ? (chosen ?? null) : null);
    standing.push(posted);
    return { type: 'message.posted', position, at: AT, data: { message: posted } };
  });
}

const after = (events: readonly ThreadEvent[]) => applyAll(empty(), events, atOnce).state;
const shape = (state: ForumState) => ({ branches: state.branches, messages: state.messages, thread: state.thread });

describe('the page’s state', () => {
  it('is the same however the events were cut, repeated and overlapped on the way', () => {
    fc.assert(
      fc.property(talk, fc.array(fc.tuple(fc.nat(60), fc.nat(20))), (steps, cuts) => {
        const events = told(steps);
        let state = empty();
        for (const [from, length] of cuts) state = applyAll(state, events.slice(from, from + length), atOnce).state;
        const rest = applyAll(state, events, atOnce);
        expect(rest.gap).toBe(false);
        expect(shape(rest.state)).toEqual(shape(after(events)));
      }),
    );
  });

  it('tells a gap and goes no further', () => {
    const [first, , third] = told([1, 2, 3].map((which) => ({ what: 'post', which })));
    const { state, gap } = applyAll(empty(), [first!, third!], atOnce);
    expect(gap).toBe(true);
    expect(state.thread.position).toBe(1);
    expect(branchOf(state, ROOT).ids).toEqual(['m1']);
  });

  it('stands in the same order whether messages came in at once or waited behind “N new”', () => {
    fc.assert(
      fc.property(talk, (steps) => {
        const events = told(steps);
        const waited = reveal(applyAll(empty(), events, later).state);
        expect(waited.waiting).toEqual([]);
        for (const [id, { ids }] of Object.entries(after(events).branches))
          expect(branchOf(waited, id).ids).toEqual(ids);
      }),
    );
  });

  it('keeps replies in the order of their positions, and counts what is published', () => {
    fc.assert(
      fc.property(talk, (steps) => {
        const state = after(told(steps));
        for (const { ids } of Object.values(state.branches)) {
          const positions = ids.map((id) => state.messages[id]?.position ?? NaN);
          expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        }
        const published = Object.values(state.messages).filter(({ state }) => state === 'published');
        expect(state.thread.messageCount).toBe(published.length);
      }),
    );
  });

  it('keeps no word of a removed message', () => {
    const [posted] = told([{ what: 'post', which: 0 }]);
    const data = { id: 'm1', parentId: null, why: 'moderated', kept: true } as const;
    const removed: ThreadEvent = { type: 'message.removed', position: 2, at: AT, data: { ...data, gone: [] } };
    const state = apply(after([posted!]), removed, atOnce);
    expect(state.messages['m1']).toMatchObject({ author: null, html: '', state: 'deleted' });
  });
});
