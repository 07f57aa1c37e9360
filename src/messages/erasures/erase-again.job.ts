import { z } from 'zod';
import { defineJob } from '../../database/enqueue.js';

const whom = z.object({ memberId: z.string() });

/** Somebody was erased a while ago: what came in of theirs at that moment goes as well. */
export const ERASE_AGAIN = defineJob('members.erase-again', whom);

/** The same where what they wrote stays: a build that does not know of that must not take it for the one above. */
export const ANONYMISE_AGAIN = defineJob('members.anonymise-again', whom);
