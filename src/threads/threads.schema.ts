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
    /** Leads to the article. */
    url: z.string(),
    /** What the publisher calls it; until that is known the address in words. */
    title: z.string(),
    state: z.enum(THREAD_STATES),
    /** Who closed the thread and why; null while it is open. */
    closed: z.object({ by: z.string(), reason: z.string().nullable(), at: z.string() }).nullable(),
    messageCount: z.int(),
    position: z.int(),
    epoch: z.string(),
    createdAt: z.string(),
    posting: postingTerms,
    /** False while nobody has written: then it is made by the first post that names its article. */
    opened: z.boolean(),
    /** Null; of a thread that was merged into another or deleted: which one took its place, if any. */
    gone: z.object({ movedTo: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Thread' });
export type ThreadView = z.infer<typeof threadView>;

/** Longest address as it is asked, in characters: what trackers hang on it is dropped before it is measured. */
const LONGEST_ASKED = 8_192;

/** Whether a template has put an address where one belongs, and not left there `{{ page.url }}`, `${url}` or `<?= $url ?>`. */
export const isRendered = (address: string): boolean => !/[{$]\{|(%7b|\$)%7b|(<|%3c)\?/i.test(address);

/** An article as a publisher's tag names it. */
export const namedArticle = z.strictObject({
  site: z.string().min(1).max(64),
  url: z
    .string()
    .min(1)
    .max(LONGEST_ASKED)
    .refine(isRendered, {
      message: 'must be the address of an article, and a template has left its own words there',
      params: { code: 'template_left' },
    }),
  key: z.string().min(1).max(255).optional(),
  title: z.string().max(300).optional(),
  /** The publisher's, over the four above: without it key and title say nothing new. */
  signature: z.string().max(100).optional(),
});

export const putThread = namedArticle.meta({
  examples: [{ site: 'default', url: 'https://gazette.example/2026/ferry', title: 'The ferry comes back' }],
});
export type PutThread = z.infer<typeof putThread>;

const several = (longest: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(z.string().max(longest)).max(100).default([]),
  );

export const countsQuery = z.strictObject({
  site: z.string().min(1).max(64),
  url: several(LONGEST_ASKED),
  key: several(255),
});
export type CountsQuery = z.infer<typeof countsQuery>;

export const countsAnswer = z.object({
  /** By the addresses as they were asked; what is none is left out. */
  counts: z.record(z.string(), z.int()),
  /** By the publisher's keys. */
  keys: z.record(z.string(), z.int()),
});
export type CountsAnswer = z.infer<typeof countsAnswer>;

/** How many messages a thread has, and where it stood then. */
export const threadCount = z.object({
  thread: z.string(),
  position: z.int(),
  epoch: z.string(),
  /** Published ones; 0 where the thread is gone. */
  messageCount: z.int(),
});
export type ThreadCount = z.infer<typeof threadCount>;
