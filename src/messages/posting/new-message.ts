import type { Draft } from '../../admission/draft.js';
import type { Admitted } from '../../admission/rule.js';
import { staffRole, type MemberActor } from '../../auth/actor.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import type { MessageRow } from '../message.row.js';
import { scoresOf } from '../scores.js';
import type { Rendered } from './rendering.service.js';

type NewMessage = {
  readonly actor: MemberActor;
  readonly draft: Draft;
  readonly rendered: Rendered;
};

/** The row of a message that is about to be stored. */
export function newRow(
  tx: Tx,
  { actor: { member }, draft: { site, thread, parentId, depth }, rendered: { text, words, html } }: NewMessage,
  verdict: Admitted,
): MessageRow {
  return {
    id: newId(tx.now),
    siteId: site.id,
    threadId: thread.id,
    parentId,
    depth,
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
