import { z } from 'zod';
import { filters, listed } from '../lists.schema.js';
import { THREAD_STATES } from '../../threads/threads.schema.js';
import { QUEUE_KINDS, queueItem } from '../queue/queue.schema.js';

/** What a search can look at beside the lists of the queue. */
export const SEARCH_KINDS = [...QUEUE_KINDS, 'published', 'deleted', 'any'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const searchQuery = z.strictObject({ kind: z.enum(SEARCH_KINDS).default('any'), ...listed, ...filters });
export type SearchQuery = z.infer<typeof searchQuery>;
/** `next`: where to go on, also where an answer has found nothing yet. */
export const searchAnswer = z.object({ items: z.array(queueItem), next: z.string().nullable() });
export type SearchAnswer = z.infer<typeof searchAnswer>;

export const wordsQuery = z.strictObject({ ...listed, words: z.string().max(200).optional() });
export type WordsQuery = z.infer<typeof wordsQuery>;
export const foundThreads = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      site: z.string(),
      key: z.string().nullable(),
      title: z.string(),
      url: z.string(),
      state: z.enum(THREAD_STATES),
      messageCount: z.int(),
      createdAt: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
export type FoundThreads = z.infer<typeof foundThreads>;
export const foundMembers = z.object({
  members: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string() })),
  next: z.string().nullable(),
});
export type FoundMembers = z.infer<typeof foundMembers>;
