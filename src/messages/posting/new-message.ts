import { staffRole, type MemberActor } from '../../auth/actor.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import type { KnownSite } from '../../sites/site-settings.js';
import type { Thread } from '../../threads/thread.entity.js';
import type { Verdict } from './admission.js';
import type { MessageRow } from '../message.row.js';
import { scoresOf } from '../votes/scores.js';

type NewMessage = {
  readonly actor: MemberActor;
  readonly site: KnownSite;
  readonly thread: Thread;
  readonly parent: MessageRow | null;
  readonly text: string;
  readonly words: string;
  readonly html: string;
  readonly verdict: Verdict;
};

/** The row of a message that is about to be stored. */
export function newRow(
  tx: Tx,
  { actor: { member }, site, thread, parent, text, words, html, verdict }: NewMessage,
): MessageRow {
  return {
    id: newId(tx.now),
    siteId: site.id,
    threadId: thread.id,
    parentId: parent?.id ?? '',
    depth: parent ? parent.depth + 1 : 0,
    position: null,
    revision: 1,
    decidedRevision: 0,
    decision: '',
    authorId: member.id,
    authorName: member.name,
    authorKind: member.kind,
    authorRole: staffRole(member, site.id),
    text,
    words,
    html,
    state: verdict.verdict === 'hold' ? 'held' : 'published',
    visible: false,
    replyCount: 0,
    up: 0,
    down: 0,
    ...scoresOf(0, 0, tx.now),
    openReports: 0,
    reasons: JSON.stringify(verdict.verdict === 'hold' ? verdict.why : []),
    createdAt: tx.now,
    editedAt: null,
  };
}
