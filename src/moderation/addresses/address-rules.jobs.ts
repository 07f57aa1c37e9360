import { z } from 'zod';
import { defineJob } from '../../database/enqueue.js';

/** Merges threads whose addresses have become one: each of the first into its second. */
export const MERGE_TWINS = defineJob(
  'threads.merge-twins',
  z.object({
    siteId: z.string(),
    actor: z.object({ id: z.string(), name: z.string() }),
    pairs: z.array(z.tuple([z.string(), z.string()])),
  }),
);

/** Lets go of what addresses were under a site's former rules, when no process goes by those any more. */
export const FORGET_FORMER = defineJob('threads.forget-former-addresses', z.object({ siteId: z.string() }));
