import type { InboxEvent } from '../../src/messages/inbox/inbox.schema.js';
import type { Reader } from './reader.js';
import { until } from './until.js';

export type InboxPlace = { readonly position: number; readonly epoch: string };

/** Every event of its own inbox that a page has heard, in order of arrival. */
export const inboxOf = ({ frames }: Reader): InboxEvent[] =>
  frames.flatMap((frame) => (frame.event === 'events' && 'inbox' in frame.data ? frame.data.events : []));

export const positionsIn = (reader: Reader): number[] => inboxOf(reader).map(({ position }) => position);

/** Follows the inbox of whoever the page speaks for, from now on or from a place on. */
export async function followInbox(reader: Reader, from: Partial<InboxPlace> = {}): Promise<InboxPlace> {
  const { position: after, epoch } = from;
  const place = { ...(after === undefined ? {} : { after }), ...(epoch === undefined ? {} : { epoch }) };
  reader.send({ event: 'follow', data: { inbox: true, ...place } });
  const { position, epoch: now } = (await reader.frame('following', (data) => 'inbox' in data)) as InboxPlace;
  return { position, epoch: now };
}

export const heard = (reader: Reader, count: number): Promise<true> =>
  until(`${count} events of the inbox`, () => inboxOf(reader).length >= count || undefined);
