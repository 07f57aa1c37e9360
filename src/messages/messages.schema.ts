import { z } from 'zod';
import { authorView, ownSanction } from '../members/members.schema.js';
import { namedArticle, threadView } from '../threads/threads.schema.js';

export const SORTS = ['oldest', 'newest', 'best', 'hot', 'controversial'] as const;
export type Sort = (typeof SORTS)[number];

export const PAGE_SIZE = { default: 50, max: 100 } as const;

/** What a message is to whoever asks. A moderator's `rejected` and `spam` are one thing to a reader. */
export const MESSAGE_STATES = ['published', 'held', 'rejected', 'deleted'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export const voteTotals = z.object({ up: z.int(), down: z.int() });
export type VoteTotals = z.infer<typeof voteTotals>;

/**
 * A message as a viewer gets it. One that was removed but has replies keeps its place: `author` null, `html` empty.
 * `text`, the Markdown source, comes only to the author and to moderators.
 */
export type MessageView = {
  readonly id: string;
  readonly threadId: string;
  readonly parentId: string | null;
  readonly depth: number;
  /** Its place in the thread's order; null while it is held and has none. */
  readonly position: number | null;
  readonly revision: number;
  readonly author: z.infer<typeof authorView> | null;
  readonly html: string;
  readonly text?: string;
  readonly state: MessageState;
  readonly createdAt: string;
  readonly editedAt: string | null;
  readonly votes: VoteTotals;
  /** Direct replies that have a place on the page. */
  readonly replyCount: number;
  readonly replies?: RepliesView;
};
export type RepliesView = { readonly messages: readonly MessageView[]; readonly next: string | null };

export const messageView: z.ZodType<MessageView> = z
  .object({
    id: z.string(),
    threadId: z.string(),
    parentId: z.string().nullable(),
    depth: z.int(),
    position: z.int().nullable(),
    revision: z.int(),
    author: authorView.nullable(),
    html: z.string(),
    text: z.string().optional(),
    state: z.enum(MESSAGE_STATES),
    createdAt: z.string(),
    editedAt: z.string().nullable(),
    votes: voteTotals,
    replyCount: z.int(),
    get replies(): z.ZodOptional<z.ZodType<RepliesView>> {
      return repliesView.optional();
    },
  })
  .meta({ id: 'Message' });

export const repliesView: z.ZodType<RepliesView> = z.object({
  messages: z.array(messageView),
  next: z.string().nullable(),
});

export const newMessage = z
  .strictObject({
    text: z.string(),
    parentId: z.string().max(64).nullish(),
    /** Names the article where its thread may not be opened yet: the post then opens it. */
    article: namedArticle.optional(),
  })
  .meta({ examples: [{ text: 'I was *there*.' }] });
export type NewMessage = z.infer<typeof newMessage>;

export const editMessage = z
  .strictObject({ text: z.string(), revision: z.int().min(1) })
  .meta({ examples: [{ text: 'I was there, too.', revision: 1 }] });
export type EditMessage = z.infer<typeof editMessage>;

export const newPreview = z.strictObject({ text: z.string() }).meta({ examples: [{ text: 'I was *there*.' }] });
export type NewPreview = z.infer<typeof newPreview>;
export const previewAnswer = z.object({ html: z.string() });
export type PreviewAnswer = z.infer<typeof previewAnswer>;

export const castVote = z.strictObject({ value: z.enum(['up', 'down', 'none']) }).meta({ examples: [{ value: 'up' }] });
export type CastVote = z.infer<typeof castVote>;

/** A whole number as it stands in an address: decimal digits and nothing else. */
export const wholeQuery = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)
  .meta({ type: 'integer', pattern: undefined, minimum: 0 });
export const limitQuery = wholeQuery
  .pipe(z.int().min(1).max(PAGE_SIZE.max))
  .meta({ minimum: 1, maximum: PAGE_SIZE.max, default: PAGE_SIZE.default });

export const listMessages = z.strictObject({
  sort: z.enum(SORTS).optional(),
  limit: limitQuery.optional(),
  cursor: z.string().max(512).optional(),
  parent: z.string().max(64).optional(),
});
export type ListMessages = z.infer<typeof listMessages>;

export const pageAnswer = z.object({ thread: threadView, messages: z.array(messageView), next: z.string().nullable() });
export type PageAnswer = z.infer<typeof pageAnswer>;

/**
 * Where in its thread's events an answer is true: everything up to this position is in it and nothing beyond, so that whoever
 * follows the thread knows which of what they have heard it lacks. Positions are of an epoch.
 */
const head = { position: z.int(), epoch: z.string() };
export type Head = { readonly position: number; readonly epoch: string };

export const messageAnswer = z.object({ message: messageView, ...head });
export type MessageAnswer = z.infer<typeof messageAnswer>;

export const voteAnswer = z.object({ votes: voteTotals });
export type VoteAnswer = z.infer<typeof voteAnswer>;

/** What a moderator decided, as the author may know it: never who, and never the moderators' note. `spam` is told as `reject`. */
export const ownDecision = z.object({
  decision: z.enum(['approve', 'reject', 'restore', 'hold']),
  reason: z.string().nullable(),
  at: z.string(),
});
export type OwnDecision = z.infer<typeof ownDecision>;

/** A message of one's own with what became of it; `decision` null where no moderator has looked. */
export const ownMessage = z.object({ message: messageView, decision: ownDecision.nullable() });
export type OwnMessage = z.infer<typeof ownMessage>;

/** What the caller wrote, wherever it was: the latest first. */
export const ownMessagesQuery = z.strictObject({
  site: z.string().min(1).max(64).optional(),
  limit: limitQuery.optional(),
  cursor: z.string().max(512).optional(),
});
export type OwnMessagesQuery = z.infer<typeof ownMessagesQuery>;

/** One of them, and under which article it stands. */
const listedMessage = ownMessage.extend({ thread: threadView.pick({ id: true, site: true, title: true, url: true }) });
export const ownMessagesAnswer = z.object({ messages: z.array(listedMessage), next: z.string().nullable() });
export type OwnMessagesAnswer = z.infer<typeof ownMessagesAnswer>;

/** `site`: that of an article which nobody has written about; a thread that there is knows its own. */
export const mineQuery = z.strictObject({ site: z.string().max(64).optional() });
export type MineQuery = z.infer<typeof mineQuery>;

/** What only this caller may see of a thread. */
export const mineAnswer = z.object({
  votes: z.record(z.string(), z.enum(['up', 'down'])),
  held: z.array(messageView),
  /** One's own that are not on the page and that one has not taken back: held, rejected or removed, the latest first. */
  unpublished: z.array(ownMessage),
  sanction: ownSanction.nullable(),
  ...head,
});
export type MineAnswer = z.infer<typeof mineAnswer>;

/** What a permalink shows. */
export const contextAnswer = z.object({
  thread: threadView,
  /** From the topmost that fits down to the parent. */
  ancestors: z.array(messageView),
  /** The next ancestor further up, where there are more than fit; else null. */
  earlier: z.string().nullable(),
  message: messageView,
  /** Where its branch begins in the thread, and cursors that read on from there in both directions. */
  place: z.object({ rootId: z.string(), older: z.string().nullable(), newer: z.string().nullable() }),
});
export type ContextAnswer = z.infer<typeof contextAnswer>;
