import { z } from 'zod';
import { limitQuery } from '../messages/messages.schema.js';

/** What narrows a list. */
export const filters = {
  /** All of them: in the text, the author's name, the discussion's title or a report's note. */
  words: z.string().max(200).optional(),
  /** An id, or words of a name. */
  author: z.string().max(100).optional(),
  /** A rule that held it, or a reason that readers gave. */
  reason: z.string().max(32).optional(),
  thread: z.string().max(64).optional(),
  /** Written then or later, and before then. */
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};
const searchFilters = z.object(filters);
export type SearchFilters = z.infer<typeof searchFilters>;

export const listed = {
  site: z.string().max(64).optional(),
  limit: limitQuery.optional(),
  cursor: z.string().max(512).optional(),
};
const listQuery = z.object(listed);
export type ListQuery = z.infer<typeof listQuery>;
