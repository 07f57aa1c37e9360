import { z } from 'zod';
import { messageView } from '../../messages/messages.schema.js';

/** `hold` puts a message (back) into the queue of those that wait, whatever it was: what undoes a decision on one that was held. */
export const DECISIONS = ['approve', 'reject', 'spam', 'restore', 'hold'] as const;
export type DecisionKind = (typeof DECISIONS)[number];

export const newDecision = z
  .strictObject({
    decision: z.enum(DECISIONS),
    reason: z.string().max(200).optional(),
    note: z.string().max(1000).optional(),
    revision: z.int().min(1),
  })
  .meta({ examples: [{ decision: 'reject', reason: 'Insult', revision: 1 }] });
export type NewDecision = z.infer<typeof newDecision>;

export const decisionAnswer = z.object({
  message: messageView,
  decision: z.object({
    id: z.string(),
    messageId: z.string(),
    decision: z.enum(DECISIONS),
    reason: z.string().nullable(),
    by: z.object({ id: z.string(), name: z.string() }),
    at: z.string(),
  }),
});
export type DecisionAnswer = z.infer<typeof decisionAnswer>;
