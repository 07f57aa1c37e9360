import { describe, expect, it } from '@jest/globals';
import type { Tx } from '../../src/database/transactions.js';
import type { ForumEvent } from '../../src/events/forum-event.js';
import type { ThreadEventRow } from '../../src/events/thread-event.entity.js';
import type { ThreadLogRepository } from '../../src/events/thread-log.repository.js';
import { UNTOUCHED, type MessageRow } from '../../src/messages/message.row.js';
import { publicView } from '../../src/messages/message.view.js';
import { messagesIn, toEvent, ThreadLog, type NewThreadEvent } from '../../src/messages/stream/thread-log.js';
import type { Thread } from '../../src/threads/thread.entity.js';
import { threadAt } from '../support/page-state.js';

const NOW = Date.UTC(2026, 10, 24, 8);
const AT = '2026-11-24T08:00:00.000Z';

const rowOf = (id: string, more: Partial<MessageRow> = {}): MessageRow => ({
  ...UNTOUCHED,
  ...{ id, siteId: 'default', threadId: 't', parentId: '', depth: 0, position: 7, authorId: 'ben' },
  ...{
    authorName: 'Ben',
    authorKind: 'guest',
    authorRole: null,
    authorEntitlements: null,
    text: 'Words',
    words: 'words',
    html: `<p>${id}</p>`,
  },
  ...{ state: 'published', visible: true, best: 0, hot: 0, controversial: 0, createdAt: NOW },
  ...more,
});
const m1 = rowOf('m1', { parentId: 'p1' });
const [p1, p2] = [rowOf('p1', { parentId: 'p2', state: 'rejected' }), rowOf('p2', { state: 'deleted' })];
const known = { messages: new Map([m1, p1, p2].map((row) => [row.id, row])), thread: () => threadAt(7) };
const thread = { id: 't', position: 7, messageCount: 3 } as Thread;

/** What is written down of something that happened, and what followers hear of it at once. */
async function happens(happening: NewThreadEvent) {
  const rows: ThreadEventRow[] = [];
  const emitted: ForumEvent[] = [];
  const repository = { append: async (_tx: Tx, told: readonly ThreadEventRow[]) => void rows.push(...told) };
  const tx = { now: NOW, emit: (event: ForumEvent) => emitted.push(event) } as unknown as Tx;
  await new ThreadLog(repository as unknown as ThreadLogRepository).append(tx, [{ thread, happening, known }]);
  return { row: rows[0]!, emitted };
}

const [view, place, further] = [m1, p1, p2].map((row) => publicView(row));

describe('what happens in a thread', () => {
  it.each<[string, NewThreadEvent, object, object, readonly string[]]>([
    [
      'a message is posted',
      { type: 'message.posted', message: m1, places: [] },
      { type: 'message.posted', messageId: 'm1', detail: '{}' },
      { type: 'message.posted', data: { message: view } },
      ['m1'],
    ],
    [
      'one is posted with a key, and brings back empty places',
      { type: 'message.posted', message: m1, echo: 'e1', places: ['p1', 'p2'] },
      { messageId: 'm1', detail: '{"echo":"e1","places":["p1","p2"]}' },
      { type: 'message.posted', data: { message: view, echo: 'e1', places: [place, further] } },
      ['m1', 'p1', 'p2'],
    ],
    [
      'one is restored',
      { type: 'message.restored', message: m1, places: [], kept: true },
      { detail: '{"kept":true}' },
      { type: 'message.restored', data: { message: view, kept: true } },
      ['m1'],
    ],
    [
      'one is restored, and brings back an empty place',
      { type: 'message.restored', message: m1, places: ['p1'], kept: false },
      { detail: '{"kept":false,"places":["p1"]}' },
      { type: 'message.restored', data: { message: view, places: [place], kept: false } },
      ['m1', 'p1'],
    ],
    [
      'one is edited',
      { type: 'message.edited', message: m1 },
      { type: 'message.edited', detail: '{}' },
      { type: 'message.edited', data: { message: view } },
      ['m1'],
    ],
    [
      'one is deleted',
      { type: 'message.removed', message: m1, why: 'deleted', kept: false, gone: ['p1'], under: '' },
      { detail: '{"why":"deleted","kept":false,"gone":["p1"],"under":""}' },
      {
        type: 'message.removed',
        data: { id: 'm1', parentId: 'p1', why: 'deleted', kept: false, gone: ['p1'], under: null },
      },
      ['m1'],
    ],
    [
      'one that hangs on the thread is taken away, and keeps its place',
      { type: 'message.removed', message: p2, why: 'moderated', kept: true, gone: [], under: '' },
      { messageId: 'p2' },
      { type: 'message.removed', data: { id: 'p2', parentId: null, why: 'moderated', kept: true, gone: [] } },
      ['p2'],
    ],
    [
      'the discussion changes',
      { type: 'thread.changed' },
      { type: 'thread.changed', messageId: null, detail: '{}' },
      { type: 'thread.changed', data: { thread: known.thread() } },
      [],
    ],
  ])(
    'is kept without a word of text, and told now as it is told later: %s',
    async (_what, happening, kept, told, ids) => {
      const { row, emitted } = await happens(happening);
      expect(row).toMatchObject({ threadId: 't', position: 7, at: NOW, ...kept });
      const event = { position: 7, at: AT, ...told };
      expect(emitted).toEqual([{ name: 'thread.event', threadId: 't', messageCount: 3, event }]);
      expect(toEvent(row, known)).toEqual(event);
      expect(messagesIn(row)).toEqual(ids);
    },
  );
});

describe('what is told later', () => {
  const stored = (type: string, detail: object = {}, messageId: string | null = 'm1') =>
    ({ threadId: 't', position: 7, type, messageId, detail: JSON.stringify(detail), at: NOW }) as ThreadEventRow;

  it('has no word of a message that was taken away since', () => {
    const now = { ...known, messages: new Map([['m1', { ...m1, state: 'spam' as const }]]) };
    const { data } = toEvent(stored('message.posted'), now) as { data: { message: object } };
    expect(data.message).toMatchObject({ html: '', author: null, state: 'rejected' });
    expect(JSON.stringify(data)).not.toMatch(/Words|Ben|spam/);
  });

  it('leaves out places that are not there any more', () => {
    const { data } = toEvent(stored('message.posted', { places: ['p1', 'gone'] }), known) as {
      data: { places: unknown[] };
    };
    expect(data.places).toEqual([place]);
  });

  it('takes its position where its message is erased, or it is of a newer build: only the discussion is told', () => {
    const changed = { position: 7, at: AT, type: 'thread.changed', data: { thread: known.thread() } };
    expect(toEvent(stored('message.posted', {}, 'erased'), known)).toEqual(changed);
    expect(toEvent(stored('message.pinned'), known)).toEqual(changed);
    expect(toEvent(stored('thread.changed', {}, 'm1'), known)).toEqual(changed);
  });

  it('of an older build says what was so then: taken away by a moderator, with no place kept', () => {
    expect(toEvent(stored('message.removed'), known)).toMatchObject({
      data: { why: 'moderated', kept: false, gone: [] },
    });
    expect(toEvent(stored('message.restored'), known)).toStrictEqual({
      ...{ position: 7, at: AT, type: 'message.restored' },
      data: { message: view },
    });
  });
});
