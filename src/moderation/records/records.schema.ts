import { z } from 'zod';
import { authorView } from '../../members/members.schema.js';
import { limitQuery } from '../../messages/messages.schema.js';
import { sanctionView } from '../sanctions/sanctions.schema.js';

/** A member's record: what a moderator weighs a decision by. */
export const memberRecord = z.object({
  member: authorView.extend({ createdAt: z.string() }),
  counts: z.object({
    published: z.int(),
    held: z.int(),
    rejected: z.int(),
    spam: z.int(),
    deleted: z.int(),
  }),
  /** The last 30 messages, newest first: what became of each. */
  recent: z.array(
    z.object({ id: z.string(), threadId: z.string(), state: z.string(), reports: z.int(), at: z.string() }),
  ),
  sanctions: z.array(sanctionView),
});
export type MemberRecord = z.infer<typeof memberRecord>;

export const logQuery = z.strictObject({
  site: z.string().max(64).optional(),
  limit: limitQuery.optional(),
  cursor: z.string().max(512).optional(),
});
export type LogQuery = z.infer<typeof logQuery>;

export const logEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    actor: z.object({ id: z.string(), name: z.string() }),
    action: z.string(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
    reason: z.string().nullable(),
    hash: z.string(),
  })
  .meta({ id: 'LogEntry' });
export type LogEntry = z.infer<typeof logEntry>;
export const logAnswer = z.object({ entries: z.array(logEntry), next: z.string().nullable() });
export type LogAnswer = z.infer<typeof logAnswer>;
