import { z } from 'zod';
import { filters, listed } from '../lists.schema.js';
import { authorView } from '../../members/members.schema.js';
import { queueReason } from '../../messages/reasons.schema.js';
import { messageView } from '../../messages/messages.schema.js';
import { THREAD_STATES } from '../../threads/threads.schema.js';
import { DECISIONS } from '../decisions/decisions.schema.js';
import { reportView, reportCounts, formerText } from '../reports/reports.schema.js';

export const QUEUE_KINDS = ['held', 'reported', 'spam', 'rejected', 'all'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

export const queueQuery = z.strictObject({ kind: z.enum(QUEUE_KINDS).default('all'), ...listed, ...filters });
export type QueueQuery = z.infer<typeof queueQuery>;

export const queueItem = z
  .object({
    message: messageView,
    /** What it is to a moderator: the list that it stands in, or none. A decision stays its own when the author takes it back. */
    kind: z.enum(['held', 'reported', 'spam', 'rejected', 'published', 'deleted']),
    thread: z.object({
      id: z.string(),
      site: z.string(),
      title: z.string(),
      url: z.string(),
      state: z.enum(THREAD_STATES),
    }),
    author: authorView,
    reasons: z.array(queueReason),
    /** The first of the open reports; the others on demand. */
    reports: z.array(reportView),
    reportCounts: z.object({ total: z.int(), reasons: reportCounts }),
    /** What the first report is about, where the author has changed it since. */
    reported: formerText.optional(),
  })
  .meta({ id: 'QueueItem' });
export type QueueItem = z.infer<typeof queueItem>;

/** Where a queue stands: see docs/protocol.md, `follow {queue}`. */
export const queuePlace = z.object({ position: z.int(), epoch: z.string() });

export const queueAnswer = z.object({
  items: z.array(queueItem),
  next: z.string().nullable(),
  total: z.int(),
  /** Where each site's queue stood before it was read: what happened later has to be heard, or is in the answer already. */
  places: z.record(z.string(), queuePlace),
});
export type QueueAnswer = z.infer<typeof queueAnswer>;

/** How many wait in each queue of a site. */
export const queueCounts = z.object({ held: z.int(), reported: z.int() });
export type QueueCounts = z.infer<typeof queueCounts>;

/** A console's live frame: an item entered, changed or left the queue of a site. Positions rise by one. */
export const queueChange = z.object({
  site: z.string(),
  position: z.int(),
  change: z.enum(['entered', 'changed', 'left']),
  messageId: z.string(),
  /** The item as it stands now; absent when it has left. */
  item: queueItem.optional(),
  /** Who decided, and what; absent when no person did. */
  by: z.object({ id: z.string(), name: z.string() }).optional(),
  decision: z.enum(DECISIONS).optional(),
  counts: queueCounts,
});
export type QueueChange = z.infer<typeof queueChange>;
