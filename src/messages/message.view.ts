import { iso } from '../config/clock.js';
import { entitlementOn } from '../members/entitlements/entitlements.js';
import type { AuthorView } from '../members/members.schema.js';
import type { MessageRow } from './message.row.js';
import type { OwnRow } from './pages/pages.repository.js';
import type { StoredState } from './message.entity.js';
import type { Thread } from '../threads/thread.entity.js';
import type { MessageAnswer, MessageState, MessageView, OwnMessage, RepliesView } from './messages.schema.js';

/**
 * What everyone sees. Of a message that is not published, or not on any page because its whole thread was deleted, nothing is
 * left but its place: no author, no text, and whether a moderator waits for it, refused it or called it spam is nobody's business.
 */
export function publicView(row: MessageRow, replies?: RepliesView): MessageView {
  const published = row.state === 'published' && Boolean(row.visible);
  const view = {
    author: published ? authorView(row) : null,
    html: published ? row.html : '',
    state: published ? 'published' : row.state === 'deleted' ? 'deleted' : 'rejected',
    editedAt: published && row.editedAt !== null ? iso(row.editedAt) : null,
    votes: published ? { up: row.up, down: row.down } : { up: 0, down: 0 },
  } as const;
  return Object.assign(frame(row), view, replies && { replies });
}

/** What its author and moderators see: the Markdown source, and the state as it is. */
export function fullView(row: MessageRow): MessageView {
  return Object.assign(frame(row), {
    author: authorView(row),
    html: row.html,
    text: row.text,
    state: publicState(row.state),
    editedAt: row.editedAt === null ? null : iso(row.editedAt),
    votes: { up: row.up, down: row.down },
  });
}

/** What its author sees of it, with what a moderator decided. */
export function ownView(row: OwnRow): OwnMessage {
  const { decision, decidedAt, decidedReason } = row;
  const isKnown = decision !== '' && decidedAt !== null;
  const shown = decision === 'spam' ? 'reject' : decision;
  return {
    message: fullView(row),
    decision: isKnown && shown !== '' ? { decision: shown, reason: decidedReason, at: iso(decidedAt) } : null,
  };
}

/** A reader is not told that a moderator called it spam. */
const publicState = (state: StoredState): MessageState => (state === 'spam' ? 'rejected' : state);

function frame(row: MessageRow) {
  return {
    id: row.id,
    threadId: row.threadId,
    parentId: row.parentId || null,
    depth: row.depth,
    position: row.position,
    revision: row.revision,
    createdAt: iso(row.createdAt),
    replyCount: row.replyCount,
  };
}

/**
 * A message as its author gets it, and where that is true: in a thread that is locked and stands there, so that whatever was told
 * up to there is in it.
 */
export const messageAnswer = (
  { position, epoch }: Pick<Thread, 'position' | 'epoch'>,
  row: MessageRow,
): MessageAnswer => ({
  message: fullView(row),
  position,
  epoch,
});

type AuthorRow = Pick<
  MessageRow,
  'siteId' | 'authorId' | 'authorName' | 'authorKind' | 'authorRole' | 'authorEntitlements'
>;

/** The role of staff, then the badges that the publisher gives on the message's site. */
export function authorView({ siteId, authorId, authorName, ...author }: AuthorRow): AuthorView {
  const { authorKind, authorRole, authorEntitlements } = author;
  const given = entitlementOn(authorEntitlements, siteId)?.badges ?? [];
  return {
    id: authorId,
    name: authorName,
    role: authorRole ?? (authorKind === 'guest' ? 'guest' : 'member'),
    badges: authorRole ? [authorRole, ...given] : given,
  };
}
