import type { z } from 'zod';
import { ForumError } from '../errors/forum-error.js';

/** What was typed, held to what the API takes: the database of one forum would refuse what that of another keeps. @throws ForumError invalid_request */
export function checked<T>(schema: z.ZodType<T>, typed: unknown): T {
  const { data, error } = schema.safeParse(typed);
  if (!error) return data;
  throw new ForumError(
    'invalid_request',
    error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}
