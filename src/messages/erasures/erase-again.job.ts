import { z } from 'zod';
import { defineJob } from '../../database/enqueue.js';

/** Somebody was erased a while ago: what came in of theirs at that moment goes as well. */
export const ERASE_AGAIN = defineJob('members.erase-again', z.object({ memberId: z.string() }));
