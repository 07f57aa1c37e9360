import { notACursor } from './cursor.js';

/** A place in a list that is ordered by ids. */
export const cursorOf = (id: string): string => Buffer.from(id).toString('base64url');

/** A place in a list that is ordered by time, then by id. */
export const placeOf = (at: number, id: string): string => `${String(at).padStart(16, '0')} ${id}`;

/** @throws ForumError invalid_request for what is no such place */
export function placeFrom(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const place = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{16} [0-9a-f-]{36}$/.test(place)) throw notACursor();
  return place;
}

/** @throws ForumError invalid_request for what is no such place */
export function idFrom(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!/^[0-9a-f-]{36}$/.test(id)) throw notACursor();
  return id;
}

/** Before which time, in ms, and id a walk from the latest back goes on. */
export function timeAndId(place: string | null): readonly [number, string] {
  const [at, id] = place?.split(' ') ?? [];
  return at === undefined || id === undefined ? [Number.MAX_SAFE_INTEGER, ''] : [Number(at), id];
}
