import { z } from 'zod';

export const THREAD_STATES = ['open', 'closed', 'archived'] as const;
export type ThreadState = (typeof THREAD_STATES)[number];

/** What a composer must know before the first key is pressed. */
export const postingTerms = z.object({
  /** Longest message, in characters as a person sees them (grapheme clusters). */
  maxLength: z.int(),
  /** Seconds in which authors may edit or delete what they wrote. */
  editWindow: z.int(),
  /** `all`: a moderator reads every message before it appears. */
  premoderation: z.enum(['none', 'all']),
});

export const threadView = z
  .object({
    id: z.string(),
    site: z.string(),
    key: z.string().nullable(),
    url: z.string(),
    title: z.string(),
    state: z.enum(THREAD_STATES),
    /** Who closed the thread and why; null while it is open. */
    closed: z.object({ by: z.string(), reason: z.string().nullable(), at: z.string() }).nullable(),
    messageCount: z.int(),
    position: z.int(),
    epoch: z.string(),
    createdAt: z.string(),
    posting: postingTerms,
  })
  .meta({ id: 'Thread' });
export type ThreadView = z.infer<typeof threadView>;

export const putThread = z
  .strictObject({
    site: z.string().min(1).max(64),
    url: z.string().min(1).max(2048),
    key: z.string().min(1).max(255).optional(),
    title: z.string().max(300).optional(),
  })
  .meta({ examples: [{ site: 'default', url: 'https://gazette.example/2026/ferry', title: 'The ferry comes back' }] });
export type PutThread = z.infer<typeof putThread>;

export const countsQuery = z.strictObject({
  site: z.string().min(1).max(64),
  url: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().max(2048)).max(100)),
});
export type CountsQuery = z.infer<typeof countsQuery>;

export const countsAnswer = z.object({ counts: z.record(z.string(), z.int()) });
export type CountsAnswer = z.infer<typeof countsAnswer>;
