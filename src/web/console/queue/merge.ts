import type { QueueAnswer, QueueItem } from '../../../moderation/queue/queue.schema.js';
import { isSearching } from '../search/search.js';
import type { QueueState, Row, RowState } from './queue-state.js';
import { belongs } from './queues.js';
import { find, isAfter, isBeyond, isOpen, putIn } from './rows.js';

/**
 * The list as an answer has it, with what is known better here: the moderator's own decisions, what the stream has said
 * since the list was asked for, and the message in front of the moderator, which nothing takes away from under their eyes.
 */
export function merge(state: QueueState, answer: QueueAnswer, wanted: string | null): QueueState {
  const items = current(state, answer.items);
  const rows = items.map((item) => ({ item, state: stateOf(find(state, item.message.id), item) }));
  const loaded: QueueState = { ...state, ...tail(state, answer), status: 'ready', rows };
  return select(keepInFront(state, answer, arrivals(state).reduce(insert, loaded)), wanted);
}

/** The next page. What is there already stays as it is, and so does the total, which has followed the stream since. */
export function append(state: QueueState, answer: QueueAnswer): QueueState {
  const items = current(state, answer.items).filter(({ message }) => !find(state, message.id));
  const longer = items.reduce<QueueState>(
    (list, item) => ({ ...list, rows: putIn(list, { item, state: { kind: 'waiting' } }) }),
    { ...state, next: answer.next },
  );
  // Heard while it lay beyond what was loaded, and younger than the page: it has no other way in.
  return arrivals(state).reduce(insert, longer);
}

/** One item that the stream tells of: at its place in the order, or none while that end of the list is not loaded. */
export function enter(state: QueueState, item: QueueItem): QueueState {
  if (isMine(state, item)) return state;
  const row = find(state, item.message.id);
  if (row) return item.message.revision < row.item.message.revision ? state : replace(state, row, item);
  // Whether it would be found only the server can say; the list is read again.
  if (isSearching(state.search)) return state;
  return insert({ ...state, total: state.total + 1 }, item);
}

function insert(state: QueueState, item: QueueItem): QueueState {
  if (state.status !== 'ready' || find(state, item.message.id)) return state;
  if (state.next !== null && isBeyond(state, item.message.id)) return state;
  return { ...state, rows: putIn(state, { item, state: { kind: 'fresh' } }) };
}

function replace(state: QueueState, row: Row, item: QueueItem): QueueState {
  const back = !isOpen(row);
  const next: Row = { item, state: back ? { kind: 'fresh' } : stateOf(row, item) };
  const rows = state.rows.map((other) => (other === row ? next : other));
  return { ...state, rows, total: state.total + (back ? 1 : 0) };
}

/** A row that was seen before says when it has changed since: another text, or a further report. */
function stateOf(before: Row | undefined, item: QueueItem): RowState {
  if (!before || !isOpen(before)) return { kind: 'waiting' };
  const old = before.item;
  const same = old.message.revision === item.message.revision && old.reportCounts.total === item.reportCounts.total;
  return same ? before.state : { kind: 'edited' };
}

/** Without what the moderator has decided on, and as the stream has changed each since the list was asked for. */
function current(state: QueueState, items: readonly QueueItem[]): QueueItem[] {
  return items.flatMap((item) => {
    const latest = state.latest.get(item.message.id);
    if (isMine(state, item) || latest?.change === 'left') return [];
    const newer = latest?.item && latest.item.message.revision >= item.message.revision ? latest.item : item;
    return belongs(state.view, newer) ? [newer] : [];
  });
}

/** What the stream has brought since the list was asked for. Whether a search would find it only the server can say. */
function arrivals(state: QueueState): QueueItem[] {
  if (isSearching(state.search)) return [];
  const latest = [...state.latest.values()].flatMap(({ item }) => (item ? [item] : []));
  return latest.filter((item) => belongs(state.view, item) && !isMine(state, item));
}

function isMine({ mine }: QueueState, { message }: QueueItem): boolean {
  return message.revision <= (mine.get(message.id)?.revision ?? 0);
}

/** What the answer still counts and the moderator has decided is not there any more. */
function tail(state: QueueState, { next, total, items }: QueueAnswer): Pick<QueueState, 'next' | 'total'> {
  return { next, total: total - items.filter((item) => isMine(state, item)).length };
}

/** What the moderator has before them, where the answer is without it. */
function keepInFront(before: QueueState, { next, items }: QueueAnswer, state: QueueState): QueueState {
  const standing = find(before, before.selectedId);
  if (!standing || find(state, before.selectedId)) return state;
  const last = items.at(-1);
  // Loaded while the list was read once more, and beyond where that came to.
  const isUnread = next !== null && (!last || isAfter(state.view, standing.item.message.id, last.message.id));
  return { ...state, rows: putIn(state, isUnread || standing.state.kind === 'decided' ? standing : taken(standing)) };
}

/** Decided while the connection was gone, by whom nobody here knows: it stays until the moderator moves on. */
const taken = (row: Row): Row => ({ ...row, state: { kind: 'decided', decision: null, by: null, over: true } });

function select(state: QueueState, wanted: string | null): QueueState {
  if (find(state, state.selectedId)) return state;
  const row = find(state, wanted);
  return { ...state, selectedId: row && isOpen(row) ? wanted : null };
}
