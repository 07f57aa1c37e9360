import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { MemberView } from '../../src/members/members.schema.js';
import type { MessageView, Sort } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { apply } from '../../src/web/forum/state/apply.js';
import { begin, type ForumState } from '../../src/web/forum/state/state.js';

export const AT = '2026-11-24T08:00:00.000Z';

/** A thread that stands at its hundredth event. */
export const threadAt = (position = 100, more: Partial<ThreadView> = {}): ThreadView => ({
  id: 't',
  site: 'default',
  key: null,
  url: 'http://localhost/ferry',
  title: 'The ferry comes back',
  state: 'open',
  closed: null,
  messageCount: 10,
  position,
  epoch: 'e',
  createdAt: AT,
  posting: { maxLength: 5_000, editWindow: 900, premoderation: 'none' },
  opened: true,
  gone: null,
  ...more,
});

/** A message of Ben's; `m7` has the position 7. */
export const messageOf = (id: string, more: Partial<MessageView> = {}): MessageView => ({
  id,
  threadId: 't',
  parentId: null,
  depth: 0,
  position: Number(id.slice(1)),
  revision: 1,
  author: { id: 'ben', name: 'Ben', role: 'guest', badges: [] },
  html: `<p>${id}</p>`,
  state: 'published',
  createdAt: AT,
  editedAt: null,
  votes: { up: 0, down: 0 },
  replyCount: 0,
  ...more,
});

export const ana: MemberView = { id: 'ana', name: 'Ana', role: 'guest', badges: [], createdAt: AT };
export const byAna: Pick<MessageView, 'author'> = { author: { id: 'ana', name: 'Ana', role: 'guest', badges: [] } };
/** What is left of a message that was taken away and has replies. */
export const emptyPlace = { author: null, html: '', state: 'rejected' } as const;

/** The page with these messages; with `next` there is more of them. */
export const pageOf = (
  messages: readonly MessageView[],
  { next = null, sort = 'oldest' }: { readonly next?: string | null; readonly sort?: Sort } = {},
): ForumState =>
  begin({
    thread: threadAt(),
    page: { thread: threadAt(), messages: [...messages], next },
    sort,
    embedded: false,
    origin: 'http://localhost',
  });

type Happened<Type extends ThreadEvent['type']> = Extract<ThreadEvent, { type: Type }>['data'];

/** The next event of what the page knows. */
export const eventOf = <Type extends ThreadEvent['type']>(
  type: Type,
  data: Happened<Type>,
  position = 101,
): ThreadEvent => ({ type, data, position, at: AT }) as ThreadEvent;

export const posted = (message: MessageView, more: Partial<Happened<'message.posted'>> = {}): ThreadEvent =>
  eventOf('message.posted', { message, ...more });
export const restored = (message: MessageView, more: Partial<Happened<'message.restored'>> = {}): ThreadEvent =>
  eventOf('message.restored', { message, ...more });
export const removed = (id: string, more: Partial<Happened<'message.removed'>> = {}): ThreadEvent =>
  eventOf('message.removed', { id, parentId: null, why: 'moderated', kept: false, gone: [], ...more });

/** The page after these events, each the next; what comes is shown at once, or waits behind "N new". */
export const after =
  (...events: readonly ThreadEvent[]) =>
  (state: ForumState, mayInsert = true): ForumState =>
    events.reduce(
      (grown, event) => apply(grown, { ...event, position: grown.thread.position + 1 }, () => mayInsert),
      state,
    );

export const idsOf = (state: ForumState, parent = ''): readonly string[] => state.branches[parent]?.ids ?? [];
export const countOf = (state: ForumState, id: string): number | undefined => state.messages[id]?.replyCount;
