import { Injectable } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { ReaderLimits } from '../../auth/limits/reader-limits.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import type { CastVote, VoteAnswer } from '../../messages/messages.schema.js';
import { refuseSanctioned } from '../../members/sanctions/active-sanction.js';
import { scoresOf } from '../../messages/scores.js';
import { VotesRepository, type VoteValue } from './votes.repository.js';

const VALUE: Readonly<Record<CastVote['value'], VoteValue>> = { up: 1, down: -1, none: 0 };

/** What readers think of a message. */
@Injectable()
export class VotesService {
  constructor(
    private readonly writes: IdempotentWrites,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly votes: VotesRepository,
    private readonly sanctions: SanctionsRepository,
    private readonly limits: ReaderLimits,
    private readonly reads: PrimaryReads,
  ) {}

  /**
   * Votes, changes a vote or takes it back. One vote a member and message, however often it is cast.
   * @throws ForumError message_not_found, not_allowed (one's own message), thread_closed, banned, suspended, too_fast
   */
  async cast(
    actor: MemberActor,
    once: IdempotencyKey | null,
    messageId: string,
    { value }: CastVote,
  ): Promise<WriteResult<VoteAnswer>> {
    const { member } = actor;
    const isAnother = async () => value !== 'none' && (await this.votes.find(this.reads, messageId, member.id)) === 0;
    await this.limits.vote(actor, messageId, isAnother);
    return this.writes.run(member.id, once, async (tx) => {
      const message = await this.messages.lock(tx, messageId);
      if (message?.state !== 'published') throw new ForumError('message_not_found');
      if (message.authorId === member.id) throw new ForumError('not_allowed', undefined, say('refused.ownVote'));
      const thread = await this.threads.byId(message.threadId, tx);
      if (thread?.state !== 'open') throw new ForumError('thread_closed');
      refuseSanctioned(await this.sanctions.active(tx, member.id, message.siteId, tx.now));

      const before = await this.votes.find(tx, messageId, member.id);
      const after = VALUE[value];
      const up = Number(after === 1) - Number(before === 1);
      const down = Number(after === -1) - Number(before === -1);
      const votes = { up: message.up + up, down: message.down + down };
      if (after !== before) {
        await this.votes.put(tx, { messageId, memberId: member.id, threadId: message.threadId, value: after });
        await this.messages.addVotes(tx, messageId, up, down, scoresOf(votes.up, votes.down, message.createdAt));
        tx.emit({ name: 'votes.changed', threadId: message.threadId, messageId, votes });
      }
      return new WriteResult('done', { votes });
    });
  }
}
