import type { QueueKind } from '../../../moderation/queue/queue.schema.js';
import type { QueueState, Row, RowState } from './queue-state.js';
import { waits } from './queues.js';

export function find(state: Pick<QueueState, 'rows'>, id: string | null): Row | undefined {
  return state.rows.find((row) => row.item.message.id === id);
}

/** Whether the row waits for a decision: nobody has taken one. */
export function isOpen({ state: { kind } }: Row): boolean {
  return kind !== 'decided' && kind !== 'leaving';
}

export function firstOpen(rows: readonly Row[]): string | null {
  return rows.find(isOpen)?.item.message.id ?? null;
}

/** Who is next when this one goes: the one below, at the end the one above. */
export function neighbourOf({ rows }: Pick<QueueState, 'rows'>, id: string): string | null {
  return stepFrom(rows, id, 1) ?? stepFrom(rows, id, -1);
}

/** The next row down or up that waits; null at either end. From nowhere it is the first. */
export function stepFrom(rows: readonly Row[], id: string | null, by: 1 | -1): string | null {
  const at = rows.findIndex((row) => row.item.message.id === id);
  if (at < 0) return firstOpen(rows);
  const next = by === 1 ? rows.slice(at + 1).find(isOpen) : rows.slice(0, at).findLast(isOpen);
  return next?.item.message.id ?? null;
}

/** How many wait below the moderator: what is left before the rows run out. */
export function openBelow({ rows, selectedId }: Pick<QueueState, 'rows' | 'selectedId'>): number {
  const at = rows.findIndex((row) => row.item.message.id === selectedId);
  return rows.slice(at + 1).filter(isOpen).length;
}

export function set(state: QueueState, id: string, as: RowState): QueueState {
  return { ...state, rows: state.rows.map((row) => (row.item.message.id === id ? { ...row, state: as } : row)) };
}

/** Whether a message with this id comes after all that is loaded. Ids rise with time. */
export function isBeyond(list: Pick<QueueState, 'view' | 'rows'>, id: string): boolean {
  return placeOf(list, id) < 0;
}

/** The rows with one more, at its place in the order. */
export function putIn(list: Pick<QueueState, 'view' | 'rows'>, row: Row): readonly Row[] {
  const at = placeOf(list, row.item.message.id);
  return list.rows.toSpliced(at < 0 ? list.rows.length : at, 0, row);
}

/** Before the first that comes after it. */
function placeOf({ view, rows }: Pick<QueueState, 'view' | 'rows'>, id: string): number {
  return rows.findIndex(({ item }) => isAfter(view, item.message.id, id));
}

/** Whether a message with this id comes after the other one in the list. */
export function isAfter(view: QueueKind, id: string, other: string): boolean {
  return waits(view) ? id > other : id < other;
}
