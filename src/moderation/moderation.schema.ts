import { z } from 'zod';
import { authorView } from '../members/members.schema.js';
import { limitQuery, messageView } from '../messages/messages.schema.js';
import { THREAD_STATES, threadView } from '../threads/threads.schema.js';

export const REPORT_REASONS = ['spam', 'abuse', 'off_topic', 'illegal', 'personal_data', 'other'] as const;

export const newReport = z
  .strictObject({ reason: z.enum(REPORT_REASONS), note: z.string().max(1000).optional() })
  .meta({ examples: [{ reason: 'abuse', note: 'He calls her names.' }] });
export type NewReport = z.infer<typeof newReport>;

export const reportView = z
  .object({
    id: z.string(),
    reason: z.enum(REPORT_REASONS),
    note: z.string().nullable(),
    /** The revision of the message that was reported; 0 where nobody kept it. */
    revision: z.int(),
    by: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.string(),
  })
  .meta({ id: 'Report' });
export type ReportView = z.infer<typeof reportView>;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** How many open reports there are of each reason. */
export const reportCounts = z.partialRecord(z.enum(REPORT_REASONS), z.int());
export type ReportCounts = z.infer<typeof reportCounts>;

/** What a message said: a former text of it. */
export const formerText = z.object({ revision: z.int(), text: z.string(), html: z.string(), at: z.string() });
export type ReportedText = z.infer<typeof formerText>;

export const reportsQuery = z.strictObject({ limit: limitQuery.optional(), cursor: z.string().max(64).optional() });
export type ReportsQuery = z.infer<typeof reportsQuery>;
export const reportsAnswer = z.object({ reports: z.array(reportView), next: z.string().nullable() });
export type ReportsAnswer = z.infer<typeof reportsAnswer>;

export const revisionsAnswer = z.object({ revisions: z.array(formerText), next: z.string().nullable() });
export type RevisionsAnswer = z.infer<typeof revisionsAnswer>;

export const reportAnswer = z.object({
  report: z.object({ id: z.string(), messageId: z.string(), createdAt: z.string() }),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;

export const QUEUE_KINDS = ['held', 'reported', 'spam', 'rejected', 'all'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/** What a search can look at beside the lists of the queue. */
export const SEARCH_KINDS = [...QUEUE_KINDS, 'published', 'deleted', 'any'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** What narrows a list. */
const filters = {
  /** All of them: in the text, the author's name, the discussion's title or a report's note. */
  words: z.string().max(200).optional(),
  /** An id, or words of a name. */
  author: z.string().max(100).optional(),
  /** A rule that held it, or a reason that readers gave. */
  reason: z.string().max(32).optional(),
  thread: z.string().max(64).optional(),
  /** Written then or later, and before then. */
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};
const searchFilters = z.object(filters);
export type SearchFilters = z.infer<typeof searchFilters>;

const listed = {
  site: z.string().max(64).optional(),
  limit: limitQuery.optional(),
  cursor: z.string().max(512).optional(),
};
const listQuery = z.object(listed);
export type ListQuery = z.infer<typeof listQuery>;

export const queueQuery = z.strictObject({ kind: z.enum(QUEUE_KINDS).default('all'), ...listed, ...filters });
export type QueueQuery = z.infer<typeof queueQuery>;

/** Why a message is in the queue: the rule's name (`premoderation`, `newcomer_link`, `reports`) and what it saw. */
export const queueReason = z.object({ code: z.string(), detail: z.string().optional() });
export type QueueReason = z.infer<typeof queueReason>;

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

export const searchQuery = z.strictObject({ kind: z.enum(SEARCH_KINDS).default('any'), ...listed, ...filters });
export type SearchQuery = z.infer<typeof searchQuery>;
/** `next`: where to go on, also where an answer has found nothing yet. */
export const searchAnswer = z.object({ items: z.array(queueItem), next: z.string().nullable() });
export type SearchAnswer = z.infer<typeof searchAnswer>;

export const wordsQuery = z.strictObject({ ...listed, words: z.string().max(200).optional() });
export type WordsQuery = z.infer<typeof wordsQuery>;
export const foundThreads = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      site: z.string(),
      key: z.string().nullable(),
      title: z.string(),
      url: z.string(),
      state: z.enum(THREAD_STATES),
      messageCount: z.int(),
      createdAt: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
export type FoundThreads = z.infer<typeof foundThreads>;
export const foundMembers = z.object({
  members: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string() })),
  next: z.string().nullable(),
});
export type FoundMembers = z.infer<typeof foundMembers>;

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

const threadState = z.strictObject({ state: z.enum(THREAD_STATES), reason: z.string().max(300).optional() });
const threadNames = z
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

export const newSanction = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('ban'),
      until: z.iso.datetime({ offset: true }).nullish(),
      reason: z.string().min(1).max(300),
      site: z.string().max(64).optional(),
    }),
    z.strictObject({
      kind: z.literal('suspend'),
      until: z.iso.datetime({ offset: true }),
      reason: z.string().min(1).max(300),
      site: z.string().max(64).optional(),
    }),
  ])
  .meta({ examples: [{ kind: 'suspend', until: '2026-12-01T00:00:00.000Z', reason: 'Insults' }] });
export type NewSanction = z.infer<typeof newSanction>;

export const sanctionView = z
  .object({
    id: z.string(),
    memberId: z.string(),
    site: z.string(),
    kind: z.enum(['ban', 'suspend']),
    until: z.string().nullable(),
    reason: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.string(),
    liftedAt: z.string().nullable(),
  })
  .meta({ id: 'Sanction' });
export type SanctionView = z.infer<typeof sanctionView>;

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
