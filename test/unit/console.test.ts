import { describe, expect, it } from '@jest/globals';
import type { QueueItem } from '../../src/moderation/moderation.schema.js';
import { differences } from '../../src/web/console/log/log-difference.js';
import { EMPTY, queueReducer, type QueueAction, type QueueState } from '../../src/web/console/queue/queue-state.js';
import { inWords } from '../../src/web/console/item/record-line.js';
import { search } from '../../src/web/console/search/search.js';
import { whyHere } from '../../src/web/console/wording/wording.js';

/** A held message; its id is its age in the queue. */
function item(id: string, revision = 1): QueueItem {
  const author = { id: `m-${id}`, name: `Author ${id}`, role: 'guest', badges: [] } as const;
  return {
    message: {
      id,
      threadId: 't',
      parentId: null,
      depth: 0,
      position: null,
      revision,
      author: { ...author, badges: [] },
      html: `<p>Words of ${id}</p>`,
      text: `Words of ${id}`,
      state: 'held',
      createdAt: '2026-11-24T10:00:00.000Z',
      editedAt: null,
      votes: { up: 0, down: 0 },
      replyCount: 0,
    },
    kind: 'held',
    thread: { id: 't', site: 'default', title: 'The ferry comes back', url: 'http://localhost/ferry', state: 'open' },
    author: { ...author, badges: [] },
    reasons: [],
    reports: [],
  };
}

const queueOf = (...ids: string[]): QueueState =>
  after(
    { type: 'opened', view: 'held' },
    { type: 'loaded', answer: { items: ids.map((id) => item(id)), next: null, total: ids.length }, wanted: null },
  )(EMPTY);
const after =
  (...actions: QueueAction[]) =>
  (state: QueueState) =>
    actions.reduce(queueReducer, state);
const rows = ({ rows }: QueueState) => rows.map(({ item: { message }, state }) => `${message.id} ${state.kind}`);
const change = (what: 'entered' | 'changed' | 'left', of: QueueItem, by?: string): QueueAction => ({
  type: 'changed',
  change: {
    site: 'default',
    change: what,
    messageId: of.message.id,
    counts: { held: 0, reported: 0 },
    ...(what === 'left' ? {} : { item: of }),
    ...(by ? { by: { id: by, name: by }, decision: 'approve' as const } : {}),
  },
});

describe('the queue that a moderator works', () => {
  it('has the next message ready when one is decided, and the one above when it was the last', () => {
    const queue = after({ type: 'decided', id: 'a' })(queueOf('a', 'b', 'c'));
    expect(queue).toMatchObject({ selectedId: 'b', total: 2 });
    const last = after({ type: 'selected', id: 'c' }, { type: 'decided', id: 'c' })(queue);
    expect(last.selectedId).toBe('b');
    expect(after({ type: 'decided', id: 'b' })(last).selectedId).toBeNull();
  });

  it('keeps what another moderator decided in front of the one who reads it', () => {
    const taken = after(change('left', item('a'), 'Mia'), { type: 'momentOver', id: 'a' })(queueOf('a', 'b'));
    expect(taken.selectedId).toBe('a');
    expect(rows(taken)).toEqual(['a decided', 'b waiting']);
    expect(rows(after({ type: 'selected', id: 'b' }, { type: 'slidOut', id: 'a' })(taken))).toEqual(['b waiting']);
  });

  it('lets it go by itself where nobody reads it', () => {
    const taken = after(change('left', item('b'), 'Mia'), { type: 'momentOver', id: 'b' })(queueOf('a', 'b'));
    expect(rows(taken)).toEqual(['a waiting', 'b leaving']);
    expect(taken).toMatchObject({ selectedId: 'a', total: 1 });
  });

  it('counts a decision once, however often it is heard of', () => {
    const queue = after({ type: 'decided', id: 'a' }, change('left', item('a'), 'Mia'))(queueOf('a', 'b'));
    expect(queue.total).toBe(1);
  });

  it('puts a message that is held again where it belongs, once', () => {
    const queue = after(change('entered', item('b')), change('entered', item('b')))(queueOf('a', 'c'));
    expect(rows(queue)).toEqual(['a waiting', 'b fresh', 'c waiting']);
    expect(queue.total).toBe(3);
  });

  it('does not show what comes beyond the end of what is loaded, but counts it', () => {
    const loaded = { ...queueOf('a', 'b'), next: 'cursor' };
    expect(after(change('entered', item('z')))(loaded)).toMatchObject({ total: 3, rows: { length: 2 } });
  });

  it('says when a message was edited after it was read', () => {
    expect(rows(after(change('changed', item('a', 2)))(queueOf('a')))).toEqual(['a edited']);
  });

  it('keeps the place when the list is read again and the message is gone from it', () => {
    const answer = { items: [item('a'), item('c')], next: null, total: 2 };
    const queue = after(
      { type: 'selected', id: 'b' },
      { type: 'loaded', answer, wanted: null },
    )(queueOf('a', 'b', 'c'));
    expect(queue.selectedId).toBe('b');
    expect(rows(queue)).toEqual(['a waiting', 'b decided', 'c waiting']);
  });

  it('is searched for every word, in texts and names', () => {
    const queue = queueOf('q1', 'q2');
    expect(search(queue.rows, 'words author Q2').map(({ item: { message } }) => message.id)).toEqual(['q2']);
  });
});

describe('what the console says', () => {
  it('tells a record in words', () => {
    const at = '2026-11-24T10:00:00.000Z';
    const one = (id: string, state: string, reports = 0) => ({ id, threadId: 't', state, reports, at });
    expect(inWords([one('1', 'published'), one('2', 'rejected', 2), one('3', 'published')])).toBe(
      'Last 3 messages, oldest first: 2 published, 1 rejected. 1 was reported.',
    );
    expect(inWords([one('1', 'held')])).toBe('The only message: 1 held.');
  });

  it('keeps a name that runs from right to left from turning the sentence around', () => {
    const reasons = [{ code: 'newcomer_link' }];
    const author = { ...item('1').author, name: 'ליאת' };
    expect(whyHere({ ...item('1'), reasons, author })).toBe('\u2068ליאת\u2069 is new here and posted a link.');
    expect(whyHere({ ...item('1'), reasons })).toBe('Author 1 is new here and posted a link.');
  });

  it('tells of the log only what differs', () => {
    expect(
      differences({ state: 'held', revision: 1, reports: 0 }, { state: 'rejected', revision: 2, reports: 0 }),
    ).toEqual([{ what: 'state', before: 'held', after: 'rejected' }]);
    expect(differences(null, { state: 'closed' })).toEqual([{ what: 'state', before: null, after: 'closed' }]);
  });
});
