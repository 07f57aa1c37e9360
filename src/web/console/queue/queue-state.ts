import type {
  DecisionKind,
  QueueAnswer,
  QueueChange,
  QueueItem,
  QueueKind,
} from '../../../moderation/moderation.schema.js';

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
  readonly status: 'loading' | 'ready' | 'failed';
  readonly rows: readonly Row[];
  readonly selectedId: string | null;
  readonly next: string | null;
  readonly total: number;
};

export type QueueAction =
  | { readonly type: 'opened'; readonly view: QueueKind }
  | { readonly type: 'loaded'; readonly answer: QueueAnswer; readonly wanted: string | null }
  | { readonly type: 'appended'; readonly answer: QueueAnswer }
  | { readonly type: 'failed' }
  | { readonly type: 'selected'; readonly id: string | null }
  | { readonly type: 'decided'; readonly id: string }
  | {
      readonly type: 'overtaken';
      readonly id: string;
      readonly decision: DecisionKind | null;
      readonly by: string | null;
    }
  | { readonly type: 'momentOver'; readonly id: string }
  | { readonly type: 'slidOut'; readonly id: string }
  | {
      readonly type: 'returned';
      readonly item: QueueItem;
      readonly index: number;
      readonly state: RowState;
      readonly select: boolean;
    }
  | { readonly type: 'changed'; readonly change: QueueChange };

export const EMPTY: QueueState = { view: 'held', status: 'loading', rows: [], selectedId: null, next: null, total: 0 };

/**
 * The list of a queue and where the moderator stands in it. One rule carries it: nothing but the moderator's own hand
 * moves the selection, so no key ever lands on another message than the one that was read.
 */
export function queueReducer(state: QueueState, action: QueueAction): QueueState {
  switch (action.type) {
    case 'opened':
      return { ...EMPTY, view: action.view };
    case 'loaded':
      return loaded(state, action.answer, action.wanted);
    case 'appended':
      return { ...state, ...page(action.answer), rows: [...state.rows, ...unknownTo(state.rows, action.answer.items)] };
    case 'failed':
      return { ...state, status: 'failed' };
    case 'selected':
      return select(state, action.id);
    case 'decided':
      return select(
        { ...set(state, action.id, { kind: 'leaving' }), total: less(state.total) },
        neighbour(state, action.id),
      );
    case 'overtaken':
      return overtake(state, action.id, action.decision, action.by);
    case 'momentOver':
      return endMoment(state, action.id);
    case 'slidOut':
      return {
        ...state,
        rows: state.rows.filter((row) => row.item.message.id !== action.id || row.state.kind !== 'leaving'),
      };
    case 'returned':
      return putBack(state, action);
    case 'changed':
      return change(state, action.change);
  }
}

export function find(state: Pick<QueueState, 'rows'>, id: string | null): Row | undefined {
  return state.rows.find((row) => row.item.message.id === id);
}

/** The rows that a moderator can walk through: those not already on their way out. */
export function walkable(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => row.state.kind !== 'leaving');
}

export function belongs(view: QueueKind, item: QueueItem): boolean {
  return view === 'all' || view === item.kind;
}

function loaded(state: QueueState, answer: QueueAnswer, wanted: string | null): QueueState {
  const rows: Row[] = answer.items.map((item) => ({ item, state: { kind: 'waiting' } }));
  const standing = find(state, state.selectedId);
  const still = rows.some((row) => row.item.message.id === state.selectedId);
  if (standing && !still && standing.state.kind !== 'leaving') {
    // Decided while the connection was gone, by whom nobody here knows: it stays until the moderator moves on.
    const gone: RowState =
      standing.state.kind === 'decided' ? standing.state : { kind: 'decided', decision: null, by: null, over: true };
    rows.splice(Math.min(state.rows.indexOf(standing), rows.length), 0, { ...standing, state: gone });
  }
  const ids = rows.map((row) => row.item.message.id);
  const selectedId = [state.selectedId, wanted].find((id) => id !== null && ids.includes(id)) ?? ids[0] ?? null;
  return { ...state, ...page(answer), status: 'ready', rows, selectedId };
}

function page(answer: QueueAnswer): Pick<QueueState, 'next' | 'total'> {
  return { next: answer.next, total: answer.total };
}

function unknownTo(rows: readonly Row[], items: readonly QueueItem[]): Row[] {
  const known = new Set(rows.map((row) => row.item.message.id));
  return items.filter((item) => !known.has(item.message.id)).map((item) => ({ item, state: { kind: 'waiting' } }));
}

function select(state: QueueState, id: string | null): QueueState {
  if (id === state.selectedId) return state;
  const left = find(state, state.selectedId);
  const next = { ...state, selectedId: id };
  return left?.state.kind === 'decided' && left.state.over
    ? set(next, left.item.message.id, { kind: 'leaving' })
    : next;
}

/** Who is next when this one goes: the one below, at the end the one above. */
function neighbour(state: QueueState, id: string): string | null {
  if (state.selectedId !== id) return state.selectedId;
  const at = state.rows.findIndex((row) => row.item.message.id === id);
  const free = ({ state: { kind } }: Row) => kind !== 'decided' && kind !== 'leaving';
  const next = state.rows.slice(at + 1).find(free) ?? state.rows.slice(0, Math.max(at, 0)).findLast(free);
  return next?.item.message.id ?? null;
}

function overtake(state: QueueState, id: string, decision: DecisionKind | null, by: string | null): QueueState {
  const row = find(state, id);
  if (!row || row.state.kind === 'leaving' || row.state.kind === 'decided') return state;
  return { ...set(state, id, { kind: 'decided', decision, by, over: false }), total: less(state.total) };
}

function endMoment(state: QueueState, id: string): QueueState {
  const row = find(state, id);
  if (row?.state.kind !== 'decided') return state;
  return set(state, id, state.selectedId === id ? { ...row.state, over: true } : { kind: 'leaving' });
}

function putBack(
  state: QueueState,
  { item, index, state: as, select: chosen }: Extract<QueueAction, { type: 'returned' }>,
): QueueState {
  const id = item.message.id;
  if (!belongs(state.view, item)) return state;
  const rows = state.rows.filter((row) => row.item.message.id !== id);
  rows.splice(Math.min(index, rows.length), 0, { item, state: as });
  const total = state.total + (find(state, id) ? 0 : 1);
  return { ...state, rows, total, selectedId: chosen || state.selectedId === null ? id : state.selectedId };
}

function change(state: QueueState, { change: what, messageId, item, by, decision }: QueueChange): QueueState {
  const row = find(state, messageId);
  if (what === 'left' || (item && !belongs(state.view, item))) {
    return overtake(state, messageId, decision ?? null, by?.name ?? null);
  }
  if (!item) return state;
  if (row) return row.state.kind === 'leaving' ? state : replace(state, row, item);
  return enter(state, item);
}

function replace(state: QueueState, row: Row, item: QueueItem): QueueState {
  const same = row.item.message.revision === item.message.revision && row.item.reports.length === item.reports.length;
  const back = row.state.kind === 'decided';
  const next: Row = { item, state: back ? { kind: 'fresh' } : same ? row.state : { kind: 'edited' } };
  const rows = state.rows.map((other) => (other === row ? next : other));
  return { ...state, rows, total: state.total + (back ? 1 : 0) };
}

/** Of what waits the oldest comes first; of what was decided, the latest. As the API lists them. */
const OLDEST_FIRST: readonly QueueKind[] = ['held', 'reported'];

/** A new item takes its place in the order (ids rise with time), or none while that end of the list is not loaded. */
function enter(state: QueueState, item: QueueItem): QueueState {
  const { id } = item.message;
  const total = state.total + 1;
  const after = (row: Row) => (OLDEST_FIRST.includes(state.view) ? row.item.message.id > id : row.item.message.id < id);
  const at = state.rows.findIndex(after);
  if (at < 0 && state.next !== null) return { ...state, total };
  const row: Row = { item, state: { kind: 'fresh' } };
  const rows = state.rows.toSpliced(at < 0 ? state.rows.length : at, 0, row);
  return { ...state, rows, total, selectedId: state.selectedId ?? id };
}

function set(state: QueueState, id: string, as: RowState): QueueState {
  return { ...state, rows: state.rows.map((row) => (row.item.message.id === id ? { ...row, state: as } : row)) };
}

function less(total: number): number {
  return Math.max(0, total - 1);
}
