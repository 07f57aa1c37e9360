import { Inject, Injectable } from '@nestjs/common';
import { accountOf, type AccountableActor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import { AuditLog } from '../../audit/audit-log.js';
import { iso } from '../../config/clock.js';
import { CONFIG, type Config } from '../../config/config.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { Queries } from '../../database/sql.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import { SitesService } from '../../sites/sites.service.js';
import { AddressesRepository } from '../../threads/addresses/addresses.repository.js';
import { LOOK_AT_PAGE } from '../../threads/looks/page-look.job.js';
import type { Thread } from '../../threads/thread.entity.js';
import { threadView } from '../../threads/thread.view.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { ThreadDetails } from './thread-acts.schema.js';
import { writeDown } from './acts.js';

/** What staff see of a thread: by what it is found, and whose word its names are. */
@Injectable()
export class ThreadDetailsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly writes: IdempotentWrites,
    private readonly reads: PrimaryReads,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly log: AuditLog,
  ) {}

  /** Of this id itself, also where it was merged or deleted. @throws ForumError thread_not_found */
  async get(actor: AccountableActor, id: string): Promise<ThreadDetails> {
    const thread = await this.threads.row(id);
    if (!thread || !may(actor, 'thread.inspect', thread.siteId)) throw new ForumError('thread_not_found');
    return this.detailsOf(this.reads, thread);
  }

  /** Lets the forum look at the article's page once more, soon: what is said there is taken by the rules of every look. @throws ForumError thread_not_found, conflict where the forum looks at no pages */
  async lookAgain(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    id: string,
  ): Promise<WriteResult<ThreadDetails>> {
    const seen = await this.threads.row(id);
    if (!seen || !may(actor, 'thread.look', seen.siteId)) throw new ForumError('thread_not_found');
    if (!this.config.PAGE_LOOKS) throw new ForumError('conflict', undefined, say('refused.looksAtNoPages'));
    return this.writes.run(accountOf(actor).id, once, async (tx) => {
      const thread = await this.threads.lock(tx, id);
      if (!thread) throw new ForumError('thread_not_found');
      await tx.enqueue(LOOK_AT_PAGE, { threadId: thread.id, url: thread.url }, { dedupeKey: thread.id });
      await this.threads.setLookedAt(tx, thread.id, tx.now);
      const done = { action: 'thread.look', before: null, after: null };
      await writeDown(this.log, tx, accountOf(actor), thread, done, undefined);
      return new WriteResult('done', await this.detailsOf(tx, { ...thread, lookedAt: tx.now }));
    });
  }

  private async detailsOf(on: Queries, thread: Thread): Promise<ThreadDetails> {
    const site = await this.sites.site(thread.siteId);
    const { titleBy, lookedAt } = thread;
    const addresses = await this.addresses.of(on, thread.id);
    return {
      ...threadView(thread, site),
      titleBy: titleBy === '' ? 'none' : titleBy,
      lookedAt: lookedAt === null ? null : iso(lookedAt),
      addresses: addresses.map(({ kind, value, source, createdAt }) => ({
        kind,
        value,
        source: source === '' ? null : source,
        createdAt: iso(createdAt),
      })),
    };
  }
}
