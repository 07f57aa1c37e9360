import { z } from 'zod';
import { ForumError } from '../../errors/forum-error.js';
import { SORTS, type Sort } from '../messages.schema.js';

/**
 * Where a reader is in a list. A list by score is the list of what was there when its first page was read (`until`):
 * what arrives later waits, so nothing is skipped or shown twice.
 */
export type Cursor = {
  readonly sort: Sort;
  /** '' for the thread's own level. */
  readonly parent: string;
  readonly position: number;
  readonly score: number;
  readonly until: number;
};

const wire = z.tuple([z.enum(SORTS), z.string().regex(/^[\w-]{0,64}$/), z.int().min(0), z.number(), z.int().min(0)]);

export const encodeCursor = ({ sort, parent, position, score, until }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, parent, position, score, until])).toString('base64url');

/** @throws ForumError invalid_request for what is no cursor of ours */
export function decodeCursor(cursor: string): Cursor {
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // What is no JSON is no cursor either.
  }
  const parsed = wire.safeParse(raw);
  if (!parsed.success) throw notACursor();
  const [sort, parent, position, score, until] = parsed.data;
  return { sort, parent, position, score, until };
}

export const notACursor = () =>
  new ForumError('invalid_request', [{ path: 'cursor', message: 'is not a cursor of this list' }]);
