import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SpentProofsRepository } from '../admission/proof-of-work/spent-proofs.repository.js';
import { VerdictsRepository } from '../admission/verdicts/verdicts.repository.js';
import { TokensRepository } from '../auth/tokens/tokens.repository.js';
import { CONFIG, type Config } from '../config/config.js';
import { IdempotentWrites } from '../database/writes/idempotency.js';
import { Transactions } from '../database/transactions.js';
import { InboxLogRepository } from '../events/inbox/inbox-log.repository.js';
import { ThreadLogRepository } from '../events/thread-log.repository.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { Jobs } from '../jobs/jobs.service.js';
import { MembersRepository } from '../members/members.repository.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Rows that a step takes away: a few ms, in which nobody else writes. */
const ROWS = 500;
/** Threads that a step looks at. */
const THREADS = 50;

/** What grows by itself, or by strangers, and is swept in small steps by one of all processes. Empty threads have theirs in src/threads. */
@Injectable()
export class Brooms implements OnModuleInit {
  /** Where the next step begins, in tables that are walked by id. */
  private guestsAfter = '';
  private threadsAfter = '';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly writes: IdempotentWrites,
    private readonly tokens: TokensRepository,
    private readonly members: MembersRepository,
    private readonly log: ThreadLogRepository,
    private readonly inboxes: InboxLogRepository,
    private readonly jobRows: JobsRepository,
    private readonly verdicts: VerdictsRepository,
    private readonly spentProofs: SpentProofsRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('sweep.idempotency-keys', 10 * MINUTE, () => this.writes.forgetSome(ROWS));
    this.jobs.recurring('sweep.tokens', HOUR, () => this.endedTokens());
    this.jobs.recurring('sweep.guests', DAY, () => this.emptyGuests());
    this.jobs.recurring('sweep.spent-proofs', 10 * MINUTE, () => this.expiredProofs());
    this.jobs.recurring('sweep.thread-events', HOUR, () => this.oldEvents());
    this.jobs.recurring('sweep.inbox-events', HOUR, () => this.oldInboxEvents());
    this.jobs.recurring('sweep.verdicts', HOUR, () => this.oldVerdicts());
    this.jobs.recurring('sweep.dead-jobs', DAY, () => this.deadJobs());
  }

  private async endedTokens(): Promise<boolean> {
    const kept = this.config.ENDED_TOKENS_KEPT * DAY;
    const gone = await this.transactions.run((tx) => this.tokens.forgetEnded(tx, tx.now - kept, ROWS));
    return gone === ROWS;
  }

  private async expiredProofs(): Promise<boolean> {
    const gone = await this.transactions.run((tx) => this.spentProofs.forgetExpired(tx, ROWS));
    return gone === ROWS;
  }

  /** Guests who gave a name and never used it. Whoever still has its token is asked for a name again. */
  private async emptyGuests(): Promise<boolean> {
    const kept = this.config.EMPTY_GUESTS_KEPT * DAY;
    const after = this.guestsAfter;
    return this.transactions.run(async (tx) => {
      const guests = await this.members.unpublishedGuests(tx, after, tx.now - kept, ROWS);
      // Before anything can fail: what can't be swept must not keep the broom from what stands behind it.
      this.guestsAfter = guests.length === ROWS ? (guests.at(-1) ?? '') : '';
      const empty = await this.members.emptyOf(tx, guests);
      if (empty.length > 0) {
        tx.emit({ name: 'tokens.revoked', hashes: await this.tokens.removeOf(tx, empty) });
        await this.inboxes.removeOf(tx, empty);
        await this.members.forget(tx, empty);
      }
      return guests.length === ROWS;
    });
  }

  /** Who is further behind than EVENTS_KEPT reads the page again, so nobody needs them. */
  private async oldEvents(): Promise<boolean> {
    const { EVENTS_KEPT, OLD_EVENTS_KEPT } = this.config;
    return this.transactions.run(async (tx) => {
      const threads = await this.log.heads(tx, this.threadsAfter, THREADS);
      let left = ROWS;
      for (const { id, position } of threads) {
        const old = { upTo: position - EVENTS_KEPT, before: tx.now - OLD_EVENTS_KEPT * DAY, most: left };
        if (old.upTo > 0) left -= await this.log.forget(tx, id, old);
        if (left === 0) return true;
        this.threadsAfter = id;
      }
      if (threads.length < THREADS) this.threadsAfter = '';
      return threads.length === THREADS;
    });
  }

  private async oldInboxEvents(): Promise<boolean> {
    const kept = this.config.INBOX_DAYS_KEPT * DAY;
    return (await this.transactions.run((tx) => this.inboxes.forgetSome(tx, tx.now - kept, ROWS))) === ROWS;
  }

  private async oldVerdicts(): Promise<boolean> {
    const kept = this.config.VERDICTS_KEPT * DAY;
    return (await this.transactions.run((tx) => this.verdicts.forgetSome(tx, tx.now - kept, ROWS))) >= ROWS;
  }

  private async deadJobs(): Promise<boolean> {
    const kept = this.config.DEAD_JOBS_KEPT * DAY;
    return (await this.transactions.run((tx) => this.jobRows.forgetDead(tx, tx.now - kept, ROWS))) === ROWS;
  }
}
