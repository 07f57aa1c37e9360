import { z } from 'zod';
import { THREAD_STATES, threadView } from '../../threads/threads.schema.js';

const threadState = z.strictObject({ state: z.enum(THREAD_STATES), reason: z.string().max(300).optional() });
export const threadNames = z
  .strictObject({
    /** '' lets the page's own hold again. */
    title: z.string().max(300).optional(),
    /** Where the article is now. */
    url: z.string().min(1).max(2048).optional(),
    key: z.string().min(1).max(255).optional(),
    reason: z.string().max(300).optional(),
  })
  .refine(({ title, url, key }) => [title, url, key].some((name) => name !== undefined), {
    error: 'must say what is to change',
  });
/** Another state, or other names. */
export const patchThread = z
  .union([threadState, threadNames])
  .meta({ examples: [{ state: 'closed', reason: 'The discussion has run its course.' }] });
export type PatchThread = z.infer<typeof patchThread>;
export type ThreadStateChange = z.infer<typeof threadState>;
/** A thread after what staff did to it, and the entry of the log that takes it back; null where there is none. */
export const threadAnswer = threadView.extend({ entry: z.string().nullable() }).meta({ id: 'ChangedThread' });
export type ThreadAnswer = z.infer<typeof threadAnswer>;

/** Whose word something is: staff's, a signed tag's, the forum's own look at the page, a reader's page. */
export const threadDetails = threadView
  .extend({
    titleBy: z.enum(['none', 'page', 'signed', 'staff']),
    /** When the forum last looked at the article's page, or tried to. */
    lookedAt: z.string().nullable(),
    /** Every address and key by which it is found, the oldest first; `source` is null of those of before it was kept. */
    addresses: z.array(
      z.object({
        kind: z.enum(['url', 'key']),
        value: z.string(),
        source: z.enum(['tag', 'page', 'signed', 'staff']).nullable(),
        createdAt: z.string(),
      }),
    ),
  })
  .meta({ id: 'ThreadDetails' });
export type ThreadDetails = z.infer<typeof threadDetails>;

export const mergeThread = z
  .strictObject({ into: z.string().min(1).max(64), reason: z.string().max(300).optional() })
  .meta({ examples: [{ into: '01a2290f-8b1a-72df-9487-5c3cac75fac5' }] });
export type MergeThread = z.infer<typeof mergeThread>;
