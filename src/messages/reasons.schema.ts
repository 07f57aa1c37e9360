import { z } from 'zod';

/** Why a message is in the queue: the rule's name (`premoderation`, `newcomer_link`, `reports`) and what it saw. */
export const queueReason = z.object({ code: z.string(), detail: z.string().optional() });
export type QueueReason = z.infer<typeof queueReason>;
