import { z } from 'zod';
import { defineJob } from '../../database/enqueue.js';

/** A member has asked for what is stored of them. */
export const MAKE_EXPORT = defineJob('members.export', z.object({ id: z.string() }));
