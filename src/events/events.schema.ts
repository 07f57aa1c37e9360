import { z } from 'zod';
import { messageView, wholeQuery } from '../messages/messages.schema.js';
import { threadView } from '../threads/threads.schema.js';

const at = { position: z.int(), at: z.string() };

/**
 * What happened in a thread, as a follower gets it, live or from `GET …/events`. `data.message` is the view that
 * `GET …/messages` gives now: of what is public no more it holds no word. `places` are empty places (removed ancestors)
 * that came back with it; `gone` are empty places that vanished with it.
 */
export const threadEvent = z
  .discriminatedUnion('type', [
    z.object({
      ...at,
      type: z.literal('message.posted'),
      data: z.object({
        message: messageView,
        /** The Idempotency-Key's hash, by which the author's page knows its own echo. */
        echo: z.string().optional(),
        places: z.array(messageView).optional(),
      }),
    }),
    z.object({ ...at, type: z.literal('message.edited'), data: z.object({ message: messageView }) }),
    z.object({
      ...at,
      type: z.literal('message.removed'),
      data: z.object({
        id: z.string(),
        parentId: z.string().nullable(),
        why: z.enum(['deleted', 'moderated']),
        /** True when it has replies and stays as an empty place. */
        kept: z.boolean(),
        gone: z.array(z.string()),
        /** Beside `gone`: what the topmost of them hung on. */
        under: z.string().nullable().optional(),
      }),
    }),
    z.object({
      ...at,
      type: z.literal('message.restored'),
      data: z.object({
        message: messageView,
        places: z.array(messageView).optional(),
        /** True when it had kept its place for the sake of its replies. */
        kept: z.boolean().optional(),
      }),
    }),
    z.object({ ...at, type: z.literal('thread.changed'), data: z.object({ thread: threadView }) }),
  ])
  .meta({ id: 'Event' });
export type ThreadEvent = z.infer<typeof threadEvent>;
export type ThreadEventType = ThreadEvent['type'];

export const eventsQuery = z.strictObject({
  after: wholeQuery.default(0),
  epoch: z.string().max(64).optional(),
});
export type EventsQuery = z.infer<typeof eventsQuery>;

export const eventsAnswer = z.union([
  z.object({ events: z.array(threadEvent), position: z.int(), epoch: z.string() }),
  z.object({ reset: z.literal(true), position: z.int(), epoch: z.string() }),
]);
export type EventsAnswer = z.infer<typeof eventsAnswer>;
