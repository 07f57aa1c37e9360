import type { QueueAnswer, QueueChange, QueueItem } from '../../src/moderation/queue/queue.schema.js';
import { EMPTY, queueReducer, type QueueAction, type QueueState } from '../../src/web/console/queue/queue-state.js';

type About = {
  readonly revision?: number;
  readonly kind?: QueueItem['kind'];
  readonly reports?: number;
  readonly reasons?: QueueItem['reasons'];
};

/** A message of the queue as the API tells of it; its id is its age. */
export function itemOf(id: string, { revision = 1, kind = 'held', reports = 0, reasons = [] }: About = {}): QueueItem {
  const author = { id: `m-${id}`, name: `Author ${id}`, role: 'guest' as const, badges: [] };
  const createdAt = '2026-11-24T10:00:00.000Z';
  return {
    message: {
      id,
      threadId: 't',
      parentId: null,
      depth: 0,
      position: null,
      revision,
      author,
      html: `<p>Words of ${id}</p>`,
      text: `Words of ${id}`,
      state: kind === 'reported' ? 'published' : kind === 'held' ? 'held' : 'rejected',
      createdAt,
      editedAt: null,
      votes: { up: 0, down: 0 },
      replyCount: 0,
    },
    kind,
    thread: { id: 't', site: 'default', title: 'The ferry comes back', url: 'http://localhost/ferry', state: 'open' },
    author,
    reasons,
    reports: Array.from({ length: reports }, (_, n) => ({
      id: `r-${id}-${n}`,
      reason: 'abuse' as const,
      note: null,
      revision,
      by: { id: `reader-${n}`, name: `Reader ${n}` },
      createdAt,
    })),
    reportCounts: { total: reports, reasons: reports > 0 ? { abuse: reports } : {} },
  };
}

/** A page of the API's list. */
export const answerOf = (
  items: readonly QueueItem[],
  next: string | null = null,
  total = items.length,
): QueueAnswer => ({
  items: [...items],
  next,
  total,
  places: {},
});

/** What the stream says; `by` is the moderator who decided. */
export const changeOf = (change: QueueChange['change'], item: QueueItem, by?: string): QueueChange =>
  ({
    site: 'default',
    position: 1,
    change,
    messageId: item.message.id,
    counts: { held: 0, reported: 0 },
    ...(change === 'left' ? {} : { item }),
    ...(by ? { by: { id: by, name: by }, decision: 'approve' as const } : {}),
  }) as QueueChange;

export const heard = (...change: Parameters<typeof changeOf>): Extract<QueueAction, { type: 'changed' }> => ({
  type: 'changed',
  change: changeOf(...change),
  waiting: null,
});

export const after =
  (...actions: readonly QueueAction[]) =>
  (state: QueueState): QueueState =>
    actions.reduce(queueReducer, state);

/** The answer to the last reading that was begun. */
export const loads =
  (answer: QueueAnswer, wanted: string | null = null) =>
  (state: QueueState): QueueState =>
    queueReducer(state, { type: 'loaded', reading: state.reading, answer, wanted });

export const appends =
  (answer: QueueAnswer) =>
  (state: QueueState): QueueState =>
    queueReducer(state, { type: 'appended', reading: state.reading, cursor: state.next ?? '', answer });

/** The held queue with these messages, all of it loaded. */
export const queueOf = (...ids: readonly string[]): QueueState =>
  loads(answerOf(ids.map((id) => itemOf(id))))(after({ type: 'opened', view: 'held' })(EMPTY));

/** What the list shows: "a waiting". */
export const shown = ({ rows }: QueueState): string[] =>
  rows.map(({ item: { message }, state }) => `${message.id} ${state.kind}`);
