import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog, COMMAND_LINE, type AuditActor } from '../../audit/audit-log.js';
import type { MemberActor } from '../../auth/actor.js';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import type { Erased } from '../../database/backup/recounts.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { Jobs } from '../../jobs/jobs.service.js';
import type { KeptMessages } from '../../members/erasure.entity.js';
import { MemberTables } from '../../members/member-tables.js';
import { MembersRepository } from '../../members/members.repository.js';
import { ANONYMISE_AGAIN, ERASE_AGAIN } from './erase-again.job.js';
import { ErasedWordsService, NOBODY } from './erased-words.service.js';
import { ErasuresRepository } from './erasures.repository.js';
import type { ErasureAnswer, NewErasure } from './erasures.schema.js';

/** ms after which it is done once more: until then another process may have believed in a token, and a request may have been on its way. */
const AGAIN = 60_000;

/**
 * Takes a person out of the forum, for good: name, mail address and ways in, and the words of their messages, or where these are kept
 * the name on them. Places and counts stay.
 */
@Injectable()
export class ErasuresService implements OnModuleInit {
  constructor(
    private readonly erasures: ErasuresRepository,
    private readonly words: ErasedWordsService,
    private readonly members: MembersRepository,
    private readonly tokens: TokensService,
    private readonly transactions: Transactions,
    private readonly writes: IdempotentWrites,
    private readonly audit: AuditLog,
    private readonly jobs: Jobs,
    private readonly tables: MemberTables,
  ) {}

  onModuleInit(): void {
    for (const kind of [ERASE_AGAIN, ANONYMISE_AGAIN])
      this.jobs.handle(kind, async ({ memberId }) => {
        const messages = (await this.erasures.choice(memberId)) ?? 'remove';
        await this.transactions.run((tx) => this.forget(tx, memberId, messages));
        await this.words.takeAll(memberId, messages);
      });
  }

  /** All who were erased, in their order. */
  erased(): Promise<Erased[]> {
    return this.erasures.erased();
  }

  /** Of one who was erased before nothing is changed, but that words which were kept go. @throws ForumError member_not_found */
  async erase(memberId: string, messages: KeptMessages = 'remove'): Promise<{ readonly messages: number }> {
    if (!(await this.erasures.isMember(memberId))) throw new ForumError('member_not_found');
    // First the name and the ways in, so that nothing new is written; the words in small steps.
    await this.transactions.run((tx) => this.begin(tx, memberId, messages, COMMAND_LINE));
    return { messages: await this.words.takeAll(memberId, (await this.erasures.choice(memberId)) ?? messages) };
  }

  /**
   * Somebody goes by themselves: they are signed out at once, everywhere; their messages follow within seconds.
   * @throws ForumError role_held for staff; sign_in_required for who is gone already
   */
  eraseSelf(
    { member }: MemberActor,
    once: IdempotencyKey | null,
    { messages }: NewErasure,
  ): Promise<WriteResult<ErasureAnswer>> {
    return this.writes.run(member.id, once, async (tx) => {
      await this.members.lock(tx, member.id);
      if (!(await this.members.isThere(tx, member.id))) throw new ForumError('sign_in_required');
      if ((await this.members.sitesOf(tx, member.id)).length > 0) throw new ForumError('role_held');
      await this.begin(tx, member.id, messages, { id: member.id, name: NOBODY });
      await tx.enqueue(againOf(messages), { memberId: member.id }, { dedupeKey: `${member.id} at once` });
      return new WriteResult('held', { messages });
    });
  }

  private async begin(tx: Tx, memberId: string, messages: KeptMessages, by: AuditActor): Promise<void> {
    await this.forget(tx, memberId, messages);
    await tx.enqueue(againOf(messages), { memberId }, { runAt: tx.now + AGAIN, dedupeKey: memberId });
    await this.audit.append(tx, {
      siteId: '*',
      actor: by,
      action: 'member.erase',
      subject: { kind: 'member', id: memberId },
      before: null,
      after: messages === 'keep' ? { messages } : null,
      reason: null,
    });
  }

  private async forget(tx: Tx, memberId: string, messages: KeptMessages): Promise<void> {
    // What others keep of them first: some of it is found by what is kept beside it.
    await this.tables.forget(tx, memberId);
    await this.erasures.forget(tx, memberId, NOBODY, messages);
    await this.tokens.revokeAll(tx, memberId);
    tx.emit({ name: 'member.changed', memberId });
  }
}

const againOf = (messages: KeptMessages) => (messages === 'keep' ? ANONYMISE_AGAIN : ERASE_AGAIN);
