import { afterAll, beforeEach } from '@jest/globals';
import { z } from 'zod';
import type { Config } from '../../src/config/config.js';
import { readConfig } from '../../src/config/read-config.js';
import { defineJob, type EnqueueOptions } from '../../src/database/enqueue.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { Transactions } from '../../src/database/transactions.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { TestClock } from './clock.js';
import type { Database } from './databases.js';
import { Ledger } from './ledger.js';

/** A job that says something. */
export const NOTE = defineJob('note', z.object({ text: z.string() }));
/** Nobody here does it. */
export const NOVELTY = defineJob('novelty', z.null());

type Work = (text: string, key: string, signal: AbortSignal) => Promise<void>;

/** Processes that do jobs, on one database and by one clock, which stands still. */
export class JobProcesses {
  /** What has been said, by whichever process. */
  readonly done: string[] = [];
  readonly clock = new TestClock();
  readonly transactions: Transactions;

  private constructor(readonly ledger: Ledger) {
    this.clock.stopAt(Date.now());
    this.transactions = new Transactions(ledger.connections, readConfig({}), this.clock, ledger.bus);
  }

  static async on(database: Database): Promise<JobProcesses> {
    return new JobProcesses(await Ledger.open(database));
  }

  /** One more. */
  start(work: Work = async (text) => void this.done.push(text), more: Partial<Config> = {}): Jobs {
    const config = { ...readConfig({ JOB_ATTEMPTS: '3' }), ...more };
    const repository = new JobsRepository(new PrimaryReads(this.ledger.connections));
    const jobs = new Jobs(config, repository, this.transactions, this.clock, this.ledger.bus);
    jobs.handle(NOTE, ({ text }, signal, key) => work(text, key, signal));
    return jobs;
  }

  enqueue(text: string, options: EnqueueOptions = {}): Promise<unknown> {
    return this.transactions.run((tx) => tx.enqueue(NOTE, { text }, options));
  }

  rows(): Promise<{ state: string; last_error: string | null }[]> {
    return this.ledger.reads.query('SELECT state, last_error FROM jobs');
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}

/** Others for each test of this `describe`; gone when it ends. */
export function freshProcesses(database: Database): () => JobProcesses {
  const opened: JobProcesses[] = [];
  afterAll(async () => {
    for (const one of opened) await one.close();
  });
  beforeEach(async () => {
    opened.push(await JobProcesses.on(database));
  });
  return () => opened.at(-1)!;
}
