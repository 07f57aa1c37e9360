import type { DecisionKind } from '../../../moderation/decisions/decisions.schema.js';
import type { QueueAnswer, QueueChange, QueueItem, QueueKind } from '../../../moderation/queue/queue.schema.js';
import { NO_SEARCH, type Search } from '../search/search.js';
import { append, enter, merge } from './merge.js';
import { belongs } from './queues.js';
import { find, firstOpen, isOpen, neighbourOf, putIn, set } from './rows.js';

/** What a row of the list is going through. One that is `decided` or `leaving` can't be decided again. */
export type RowState =
  | { readonly kind: 'waiting' }
  /** Came while the moderator was looking. */
  | { readonly kind: 'fresh' }
  /** Its author changed it, or a report came, while the moderator had it in the list. */
  | { readonly kind: 'edited' }
  /** Somebody else decided; it stays, with the name on it, until its moment is over and nobody looks at it. */
  | {
      readonly kind: 'decided';
      readonly decision: DecisionKind | null;
      readonly by: string | null;
      readonly over: boolean;
    }
  /** On its way out; gone as soon as it has slid away. */
  | { readonly kind: 'leaving' };

export type Row = { readonly item: QueueItem; readonly state: RowState };

export type QueueState = {
  readonly view: QueueKind;
  readonly search: Search;
  readonly status: 'loading' | 'ready' | 'failed';
  /** The number of the last reading that was begun: an answer to an earlier one is late and shown nowhere. */
  readonly reading: number;
  readonly rows: readonly Row[];
  readonly selectedId: string | null;
  readonly next: string | null;
  readonly total: number;
  /** The moderator's own decisions, by message: what is as old as the revision that was decided on is not shown again. */
  readonly mine: ReadonlyMap<string, Mine>;
  /** The latest change of each message since the reading began: an answer may be older than that. */
  readonly latest: ReadonlyMap<string, QueueChange>;
};

/** `counted`: the stream has said that the message left, so that its counts are without it. */
export type Mine = { readonly revision: number; readonly counted: boolean };

type First = { readonly decision: DecisionKind | null; readonly by: string | null };

export type QueueAction =
  | { readonly type: 'opened'; readonly view: QueueKind; readonly search?: Search }
  /** The open list is read once more; the moderator stays where they are. */
  | { readonly type: 'rereading' }
  | { readonly type: 'loaded'; readonly reading: number; readonly answer: QueueAnswer; readonly wanted: string | null }
  | { readonly type: 'appended'; readonly reading: number; readonly cursor: string; readonly answer: QueueAnswer }
  | { readonly type: 'failed'; readonly reading: number }
  | { readonly type: 'selected'; readonly id: string | null }
  | { readonly type: 'decided'; readonly id: string }
  | ({ readonly type: 'overtaken'; readonly id: string } & First)
  | { readonly type: 'momentOver'; readonly id: string }
  | { readonly type: 'slidOut'; readonly id: string }
  | {
      readonly type: 'returned';
      readonly item: QueueItem;
      readonly state: RowState;
      readonly select: boolean;
    }
  /** `waiting`: how many the queues of all sites hold by now, where that is known. */
  | { readonly type: 'changed'; readonly change: QueueChange; readonly waiting: number | null };

export const EMPTY: QueueState = {
  view: 'held',
  search: NO_SEARCH,
  status: 'loading',
  reading: 0,
  rows: [],
  selectedId: null,
  next: null,
  total: 0,
  mine: new Map(),
  latest: new Map(),
};

/**
 * The list of a queue and where the moderator stands in it. Two rules carry it: nothing but the moderator's own hand
 * moves the selection, so no key ever lands on another message than the one that was read; and while something waits,
 * something is selected or on its way.
 */
export function queueReducer(state: QueueState, action: QueueAction): QueueState {
  return settle(step(state, action));
}

function step(state: QueueState, action: QueueAction): QueueState {
  switch (action.type) {
    case 'opened': {
      const { view, search = NO_SEARCH } = action;
      return { ...EMPTY, view, search, reading: state.reading + 1, mine: state.mine };
    }
    case 'rereading':
      return { ...state, reading: state.reading + 1, latest: new Map() };
    case 'loaded':
      return action.reading === state.reading ? merge(state, action.answer, action.wanted) : state;
    case 'appended':
      return action.reading === state.reading && action.cursor === state.next ? append(state, action.answer) : state;
    case 'failed':
      return action.reading === state.reading && state.status === 'loading' ? { ...state, status: 'failed' } : state;
    case 'selected':
      return select(state, action.id);
    case 'decided':
      return decide(state, action.id);
    case 'overtaken':
      return overtake(state, action.id, action);
    case 'momentOver':
      return endMoment(state, action.id);
    case 'slidOut':
      return {
        ...state,
        rows: state.rows.filter(({ item, state: { kind } }) => item.message.id !== action.id || kind !== 'leaving'),
      };
    case 'returned':
      return putBack(state, action);
    case 'changed':
      return change(state, action.change, action.waiting);
  }
}

/** What is true after every step: the total is never less than what is seen, and whatever waits has somebody's eyes. */
function settle(state: QueueState): QueueState {
  const open = state.rows.filter(isOpen).length;
  const total = state.next === null ? open : Math.max(state.total, open + 1);
  const selectedId = state.selectedId ?? firstOpen(state.rows);
  return total === state.total && selectedId === state.selectedId ? state : { ...state, total, selectedId };
}

function select(state: QueueState, id: string | null): QueueState {
  const to = find(state, id);
  if (id === state.selectedId || (id !== null && !(to && isOpen(to)))) return state;
  const left = find(state, state.selectedId);
  const next = { ...state, selectedId: id };
  return left?.state.kind === 'decided' && left.state.over
    ? set(next, left.item.message.id, { kind: 'leaving' })
    : next;
}

function decide(state: QueueState, id: string): QueueState {
  const row = find(state, id);
  if (!row || !isOpen(row)) return state;
  const mine = remember(state.mine, id, { revision: row.item.message.revision, counted: false });
  const selectedId = state.selectedId === id ? neighbourOf(state, id) : state.selectedId;
  return { ...set(state, id, { kind: 'leaving' }), mine, selectedId, total: state.total - 1 };
}

function overtake(state: QueueState, id: string, { decision, by }: First): QueueState {
  const row = find(state, id);
  if (!row || !isOpen(row)) return state;
  return { ...set(state, id, { kind: 'decided', decision, by, over: false }), total: state.total - 1 };
}

function endMoment(state: QueueState, id: string): QueueState {
  const row = find(state, id);
  if (row?.state.kind !== 'decided') return state;
  return set(state, id, state.selectedId === id ? { ...row.state, over: true } : { kind: 'leaving' });
}

/** The decision does not stand: the message is where it was. */
function putBack(
  state: QueueState,
  { item, state: as, select: chosen }: Extract<QueueAction, { type: 'returned' }>,
): QueueState {
  const id = item.message.id;
  const mine = new Map([...state.mine].filter(([decided]) => decided !== id));
  if (!belongs(state.view, item)) return { ...state, mine };
  const before = find(state, id);
  const row: Row = { item, state: as };
  const rows = putIn({ ...state, rows: state.rows.filter((other) => other !== before) }, row);
  const total = state.total + (isOpen(row) ? 1 : 0) - (before && isOpen(before) ? 1 : 0);
  return { ...state, mine, rows, total, selectedId: chosen && isOpen(row) ? id : state.selectedId };
}

function change(before: QueueState, event: QueueChange, waiting: number | null): QueueState {
  const { change: what, messageId: id, item, by, decision } = event;
  const state = { ...before, latest: remember(before.latest, id, event), mine: markCounted(before.mine, event) };
  const next =
    what === 'left' || (item && !belongs(state.view, item))
      ? overtake(state, id, { decision: decision ?? null, by: by?.name ?? null })
      : item
        ? enter(state, item)
        : state;
  if (waiting === null) return next;
  const uncounted = [...state.mine.values()].filter((mine) => !mine.counted).length;
  return { ...next, total: waiting - uncounted };
}

function markCounted(mine: QueueState['mine'], { change, messageId, item }: QueueChange): QueueState['mine'] {
  const own = mine.get(messageId);
  return own && (change === 'left' || (item && item.message.revision > own.revision))
    ? remember(mine, messageId, { ...own, counted: true })
    : mine;
}

/** As many messages as somebody decides on, or hears of, while one answer is on its way. */
const REMEMBERED = 1000;

function remember<Value>(known: ReadonlyMap<string, Value>, id: string, value: Value): ReadonlyMap<string, Value> {
  const all = [...known].filter(([other]) => other !== id);
  return new Map([...all.slice(1 - REMEMBERED), [id, value]]);
}
