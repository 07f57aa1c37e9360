import { z } from 'zod';
import { defineJob } from '../../database/enqueue.js';

/** The forum's own look at an article's page, for a thread: one waits for each thread. */
export const LOOK_AT_PAGE = defineJob('threads.look', z.object({ threadId: z.string(), url: z.string() }));
