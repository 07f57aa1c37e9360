import { z } from 'zod';
import { threadEvent } from '../events/events.schema.js';
import { memberView } from '../members/members.schema.js';
import { inboxEvent } from '../messages/inbox/inbox.schema.js';
import { ownMessage, voteTotals } from '../messages/messages.schema.js';
import { queueChange, queueCounts } from '../moderation/queue/queue.schema.js';
import { threadCount } from '../threads/threads.schema.js';

/** Where the socket is opened. */
export const LIVE_PATH = '/api/v1/live';

const id = z.string().min(1).max(64);
/** One's own: whose it is, the socket's member says. */
const inbox = z.literal(true);
/** Threads of which only the number of messages is followed. */
const counts = z.array(id).min(1).max(100);
const from = { after: z.int().min(0).optional(), epoch: z.string().max(64).optional() };
const place = { position: z.int(), epoch: z.string() };

/** Every frame from a reader: event name -> what its `data` must be. */
export const CLIENT_FRAMES = {
  authenticate: z.strictObject({ token: z.string().min(1).max(256) }),
  follow: z.union([
    z.strictObject({ thread: id, ...from }),
    z.strictObject({ queue: id, ...from }),
    z.strictObject({ inbox, ...from }),
    z.strictObject({ counts }),
  ]),
  unfollow: z.union([
    z.strictObject({ thread: id }),
    z.strictObject({ queue: id }),
    z.strictObject({ inbox }),
    z.strictObject({ counts: z.literal(true) }),
  ]),
  typing: z.strictObject({ thread: id, parentId: id.nullish() }),
} as const;
export type ClientEvent = keyof typeof CLIENT_FRAMES;
export type ClientFrame = { [E in ClientEvent]: { event: E; data: z.infer<(typeof CLIENT_FRAMES)[E]> } }[ClientEvent];

/** Every frame to a reader. */
export const SERVER_FRAMES = {
  authenticated: z.object({ member: memberView }),
  following: z.union([
    z.object({ thread: id, ...place, readers: z.int() }),
    z.object({ queue: id, ...place, counts: queueCounts }),
    z.object({ inbox, ...place }),
    z.object({ counts: z.array(threadCount) }),
  ]),
  /** Of the threads whose count is followed, those where it is another now. */
  counts: z.object({ counts: z.array(threadCount) }),
  events: z.union([
    z.object({ thread: id, events: z.array(threadEvent) }),
    z.object({ inbox, events: z.array(inboxEvent) }),
  ]),
  signal: z.object({
    thread: id,
    readers: z.int().optional(),
    /** Who is writing now: names, at most five, and under which message. */
    typing: z.array(z.object({ name: z.string(), parentId: z.string().nullable() })).optional(),
    votes: z.record(z.string(), voteTotals).optional(),
    messageCount: z.int().optional(),
  }),
  queue: queueChange,
  /**
   * A sign of life that a page can see, which hears nothing of a ping; the next comes within so many ms. Whoever loses the
   * connection comes back at a random moment within `spread` ms.
   */
  beat: z.object({ every: z.int(), spread: z.int().optional() }),
  error: z.object({
    code: z.string(),
    message: z.string(),
    for: z.string().optional(),
    /** What the refused frame was about, where it named it. */
    thread: z.string().optional(),
    queue: z.string().optional(),
    inbox: inbox.optional(),
    counts: z.literal(true).optional(),
  }),
  /** A moderator has decided on a message of the reader's own. */
  own: z.object({ thread: id, ...ownMessage.shape }),
  /** Something else that is the reader's alone has changed, a sanction for one: `…/mine` tells what. */
  mine: z.object({ thread: id }),
  reset: z.union([
    z.object({ thread: id, ...place }),
    z.object({ queue: id, ...place }),
    z.object({ inbox, ...place }),
  ]),
} as const;
export type ServerEvent = keyof typeof SERVER_FRAMES;
export type ServerFrame = { [E in ServerEvent]: { event: E; data: z.infer<(typeof SERVER_FRAMES)[E]> } }[ServerEvent];
export type Signal = z.infer<(typeof SERVER_FRAMES)['signal']>;

/** Close codes: why the server ended a connection, and what the client does then. */
export const CLOSE = {
  /** A restart: come back after a random wait. */
  goingAway: 1001,
  /** Not what a text message is: no UTF-8, or packed wrongly. */
  notText: 1007,
  /** Broke a rule (frames too often, no pong): do not come back at once. */
  policy: 1008,
  tooLarge: 1009,
  /** Did not read fast enough: come back and resume. */
  tooSlow: 1013,
  /** The token is no longer good: go on as a reader without one. */
  tokenRevoked: 4401,
} as const;
