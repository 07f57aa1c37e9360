import { Injectable } from '@nestjs/common';
import { iso } from '../../config/clock.js';
import { MemberData, type DataPages, type DataRow } from '../../members/member-data.js';
import { OwnMessagesService } from '../../messages/mine/own-messages.service.js';
import type { WrittenRow } from '../../messages/mine/own-messages.repository.js';
import { titleOf } from '../../threads/thread.view.js';
import type { MessageDecision } from './message-decision.entity.js';
import type { MessageRevision } from './message-revision.entity.js';
import { RevisionsRepository } from './revisions.repository.js';

/** All that somebody wrote: what it says, what it said before, and what was decided on it and why. */
@Injectable()
export class MessageData {
  constructor(
    data: MemberData,
    private readonly messages: OwnMessagesService,
    private readonly revisions: RevisionsRepository,
  ) {
    data.add('messages', (memberId) => this.pages(memberId));
  }

  private async *pages(memberId: string): DataPages {
    for await (const rows of this.messages.written(memberId)) {
      const ids = rows.map(({ id }) => id);
      const [texts, decisions] = await Promise.all([this.revisions.allOf(ids), this.revisions.decisionsOf(ids)]);
      const [textsBy, decisionsBy] = [byMessage(texts), byMessage(decisions)];
      yield rows.map((row) => ({
        ...inExport(row),
        earlier: (textsBy.get(row.id) ?? []).map(earlier),
        decisions: (decisionsBy.get(row.id) ?? []).map(decided),
      }));
    }
  }
}

function byMessage<Row extends { readonly messageId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const those = found.get(row.messageId);
    if (those) those.push(row);
    else found.set(row.messageId, [row]);
  }
  return found;
}

const inExport = (row: WrittenRow): DataRow => ({
  id: row.id,
  site: row.siteId,
  thread: row.threadId,
  title: titleOf(row),
  url: row.url,
  replyTo: row.parentId || null,
  state: unlessSpam(row.state),
  createdAt: iso(row.createdAt),
  editedAt: row.editedAt === null ? null : iso(row.editedAt),
  text: row.text,
  up: row.up,
  down: row.down,
});

const earlier = ({ revision, text, at }: Pick<MessageRevision, 'revision' | 'text' | 'at'>): DataRow => ({
  revision,
  text,
  at: iso(at),
});

const decided = ({ decision, reason, at }: MessageDecision): DataRow => ({
  decision: decision === 'spam' ? 'reject' : decision,
  reason,
  at: iso(at),
});

/** Its author is not told that a moderator called it spam: nowhere. */
const unlessSpam = (state: string): string => (state === 'spam' ? 'rejected' : state);
