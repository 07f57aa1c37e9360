import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { PrimaryReads } from '../database/primary-reads.js';
import { Transactions } from '../database/transactions.js';
import { LoadShedder } from '../http/load-shedding/load-shedder.js';
import { ForumError } from '../errors/forum-error.js';
import { say, type Text } from '../i18n/text.js';

/** ms for which whoever asks waits for the database; then it is told how the database last was. */
const PATIENCE = 150;
/** ms after which a database that says nothing is away. */
const AWAY = 2_000;
/** ms of refusing work after which readers are better sent elsewhere. */
const LONG = 10_000;

/** Why no readers should be sent to this process. */
type Reason = 'draining' | 'overloaded' | 'database';
const WORDS: Readonly<Record<Reason, Text>> = {
  draining: say('refused.leaving'),
  overloaded: say('refused.askedTooMuch'),
  database: say('refused.noDatabase'),
};

/** What a balancer is told. */
@Injectable()
export class HealthService implements BeforeApplicationShutdown {
  private leaving = false;
  private asking: { readonly since: number; readonly answer: Promise<boolean> } | undefined;
  private answered = true;

  constructor(
    private readonly reads: PrimaryReads,
    private readonly transactions: Transactions,
    private readonly shedder: LoadShedder,
  ) {}

  beforeApplicationShutdown(): void {
    this.leaving = true;
  }

  /**
   * `degraded`: readers are served, but the database has lately refused a write and has not taken one since.
   * @throws ForumError overloaded, with the reason, where no readers should be sent here
   */
  async ready(): Promise<{ status: 'ok' | 'degraded' }> {
    const now = performance.now();
    if (this.leaving) throw notReady('draining');
    if (this.shedder.overload.lasting(now) > LONG) throw notReady('overloaded');
    if (!(await this.databaseAnswers(now))) throw notReady('database');
    return { status: this.transactions.refusing ? 'degraded' : 'ok' };
  }

  /** However many ask, the database is asked once at a time, and nobody waits long for an answer. */
  private databaseAnswers(now: number): Promise<boolean> {
    const { since, answer } = (this.asking ??= { since: now, answer: this.ask() });
    const late = delay(PATIENCE, undefined, { ref: false }).then(() => this.answered && now - since < AWAY);
    return Promise.race([answer, late]);
  }

  private async ask(): Promise<boolean> {
    this.answered = await this.reads.ping().then(
      () => true,
      () => false,
    );
    this.asking = undefined;
    return this.answered;
  }
}

const notReady = (reason: Reason): ForumError => new ForumError('overloaded', { reason }, WORDS[reason], 1);
