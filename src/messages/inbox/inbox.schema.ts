import { z } from 'zod';
import { sanctionOfSite } from '../../members/members.schema.js';
import { ownMessage } from '../messages.schema.js';

/** `holds`: all that holds now, whatever this event was about; what weighs most comes first. */
const aboutSanction = z.object({
  sanction: z.object({ id: z.string(), ...sanctionOfSite.shape }),
  holds: z.array(sanctionOfSite),
});

/** Kinds of events of an inbox: what each tells. A new one is a line here, and a file that reads it (inbox-kinds.ts). */
const KINDS = {
  /** A moderator has decided on a message of one's own: as it is now, and what was decided last. */
  'message.decided': z.object({ thread: z.string(), ...ownMessage.shape }),
  'sanction.given': aboutSanction,
  'sanction.lifted': aboutSanction,
  'sanction.ended': aboutSanction,
  /** Something of one's own has changed of which no more is known here: it was written by a newer build, or is no more. */
  'inbox.changed': z.object({}),
} as const;
export type InboxEventType = keyof typeof KINDS;
export type InboxData<T extends InboxEventType> = z.infer<(typeof KINDS)[T]>;

const eventOf = <T extends InboxEventType>(type: T) =>
  z.object({ position: z.int(), at: z.string(), type: z.literal(type), data: KINDS[type] });

/** What a member is told of what is its own alone. */
export const inboxEvent = z.discriminatedUnion('type', [
  eventOf('message.decided'),
  eventOf('sanction.given'),
  eventOf('sanction.lifted'),
  eventOf('sanction.ended'),
  eventOf('inbox.changed'),
]);
export type InboxEvent = {
  [T in InboxEventType]: { position: number; at: string; type: T; data: InboxData<T> };
}[InboxEventType];
