import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Clock } from '../config/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { declaredJobs, type JobKind } from '../database/enqueue.js';
import { Transactions } from '../database/transactions.js';
import { EventBus } from '../events/event-bus.js';
import { JobsRepository, type Claimed } from './jobs.repository.js';

type Outcome = 'done' | 'failed' | 'dead';
/**
 * @param signal aborts when its time is over, or the forum goes
 * @param key the same at each try of what was asked for once: under it an effect is kept, or sent, so that it is there once
 */
type Work<P> = (payload: P, signal: AbortSignal, key: string) => Promise<void>;
type Run = Work<unknown>;
type Recurring = { readonly every: number; /** True where more is left. */ readonly step: () => Promise<boolean> };

/** ms of recurring work after which it lets others go first, and until it goes on where more is left. */
const ROUND = 500;
const REST = 1_000;
/** ms by which a job is given up before its lease ends: nobody else has it yet. */
const MARGIN = 5_000;
/** ms after a first failure; doubled with each further one, up to an hour. */
const BACKOFF = { first: 5_000, longest: 3_600_000 } as const;

/**
 * Work that is done later, for certain: jobs of `tx.enqueue`, and what recurs. Each is done by one process at a time, for as
 * long as it holds the job's lease; at least once, since a process may die with a job half done. So a handler may be called again for
 * what it has done.
 */
@Injectable()
export class Jobs implements BeforeApplicationShutdown {
  /** Since the start of this process. */
  readonly counts: Record<Outcome, number> = { done: 0, failed: 0, dead: 0 };
  private readonly logger = new Logger(Jobs.name);
  private readonly handlers = new Map<string, Run>();
  private readonly recurrings = new Map<string, Recurring>();
  private readonly working = new Set<Promise<unknown>>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  /** Whether all that recurs has its row. */
  private hasRows = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: JobsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    bus: EventBus,
  ) {
    bus.on('job.enqueued', () => {
      if (this.timer) this.wake();
    });
  }

  /** The one handler of a kind of job. */
  handle<P>(kind: JobKind<P>, work: Work<P>): void {
    this.isNew(kind.name);
    this.handlers.set(kind.name, (payload, signal, key) => work(kind.payload.parse(payload), signal, key));
  }

  /**
   * Work that is done again and again, by one of all processes.
   * @param every ms
   * @param step a small part of it: some hundred rows in a transaction of its own. Answers whether more is left; then it is called again
   */
  recurring(name: string, every: number, step: () => Promise<boolean>): void {
    this.isNew(name);
    this.recurrings.set(name, { every, step });
  }

  /**
   * Begins to look for work. A command line does not: what is due waits for a forum that serves.
   * @throws Error where a kind that is declared has no handler: its jobs would wait for ever
   */
  start(): void {
    const idle = declaredJobs().filter((name) => !this.handlers.has(name));
    if (idle.length > 0) throw new Error(`Jobs without a handler: ${idle.join(', ')}`);
    this.timer = setInterval(() => this.wake(), this.config.JOBS_POLL).unref();
  }

  /** Does everything that is due, one after another; for a test, and for whoever cannot wait. Answers how many were done or tried. */
  async runDue(): Promise<number> {
    for (let count = 0; ; count += 1) if (!(await this.runNext())) return count;
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await Promise.allSettled(this.working);
  }

  private isNew(name: string): void {
    if (this.handlers.has(name) || this.recurrings.has(name)) throw new Error(`Two handlers of the job ${name}`);
  }

  private async ensureRows(): Promise<void> {
    await this.transactions.run(async (tx) => {
      for (const [name, { every }] of this.recurrings) await this.jobs.ensure(tx, name, tx.now + every);
    });
    this.hasRows = true;
  }

  private get kinds(): string[] {
    return [...this.handlers.keys(), ...this.recurrings.keys()];
  }

  private wake(): void {
    if (this.stopping.signal.aborted || this.working.size >= this.config.JOBS_AT_ONCE) return;
    const working = this.workOff()
      // The database is away, and says so elsewhere: there is another look soon.
      .catch(() => undefined)
      .finally(() => this.working.delete(working));
    this.working.add(working);
  }

  private async workOff(): Promise<void> {
    // Another may begin beside it.
    while (!this.stopping.signal.aborted) if (!(await this.runNext(() => this.wake()))) return;
  }

  /** False where nothing is due. */
  private async runNext(begun: () => void = () => undefined): Promise<boolean> {
    const { kinds } = this;
    if (!this.hasRows) await this.ensureRows();
    if (!(await this.jobs.hasDue(kinds, this.clock.now()))) return false;
    const job = await this.transactions.run((tx) => this.jobs.claim(tx, kinds, this.config.JOB_LEASE));
    if (!job) return false;
    begun();
    await (this.recurrings.has(job.kind) ? this.runRound(job) : this.runJob(job));
    return true;
  }

  private async runJob(job: Claimed): Promise<void> {
    const run = this.handlers.get(job.kind) as Run;
    // It was taken so often and never came to an end: it takes the process with it.
    if (job.attempts > this.config.JOB_ATTEMPTS) return this.fail(job, new Error('It never came to an end'));
    try {
      await this.inTime((signal) => run(JSON.parse(job.payload), signal, keyOf(job)));
    } catch (error) {
      return this.fail(job, error);
    }
    this.counts.done += 1;
    await this.transactions.run((tx) => this.jobs.finish(tx, job));
  }

  private async runRound(job: Claimed): Promise<void> {
    const { every, step } = this.recurrings.get(job.kind) as Recurring;
    const end = performance.now() + ROUND;
    let more = true;
    try {
      while (more && performance.now() < end && !this.stopping.signal.aborted) {
        more = await this.inTime(step);
        await new Promise(setImmediate);
      }
    } catch (error) {
      return this.fail(job, error);
    }
    this.counts.done += 1;
    const next = this.clock.now() + (more ? REST : every);
    await this.transactions.run((tx) => this.jobs.postpone(tx, job, next, null));
  }

  /** @throws an error where it takes longer than its lease */
  private async inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.stopping.signal]);
    const late = delay(this.config.JOB_LEASE - MARGIN, undefined, { ref: false, signal: over.signal }).then(
      () => {
        throw new Error(`It took longer than JOB_LEASE`);
      },
      () => new Promise<never>(() => undefined),
    );
    try {
      return await Promise.race([work(signal), late]);
    } finally {
      over.abort();
    }
  }

  private async fail(job: Claimed, error: unknown): Promise<void> {
    const words = error instanceof Error ? error.message : String(error);
    const isLast = !this.recurrings.has(job.kind) && job.attempts >= this.config.JOB_ATTEMPTS;
    this.counts[isLast ? 'dead' : 'failed'] += 1;
    this.logger.warn(`The job ${job.kind} failed${isLast ? ' for the last time' : ''}: ${words}`);
    const wait = Math.min(BACKOFF.longest, BACKOFF.first * 2 ** (job.attempts - 1)) * (0.5 + Math.random() / 2);
    await this.transactions.run((tx) =>
      isLast ? this.jobs.bury(tx, job, words) : this.jobs.postpone(tx, job, Math.ceil(tx.now + wait), words),
    );
  }
}

const keyOf = ({ kind, id, asked }: Claimed): string => `${kind} ${id} ${asked}`;
