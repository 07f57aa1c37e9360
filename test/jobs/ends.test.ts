/**
 * Declares kinds of jobs, which no forum of another file has handlers for.
 *
 * @own sources
 */
import { afterAll, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import type { Config } from '../../src/config/config.js';
import { readConfig } from '../../src/config/read-config.js';
import { defineJob } from '../../src/database/enqueue.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { TestClock } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { Ledger } from '../support/ledger.js';
import { until } from '../support/until.js';

const NOTE = defineJob('note', z.null());

eachDatabase('jobs', (database) => {
  const opened: Ledger[] = [];
  const started: Jobs[] = [];
  afterAll(async () => {
    for (const jobs of started) await jobs.beforeApplicationShutdown();
    for (const one of opened) await one.close();
  });
  async function aProcess(work: (signal: AbortSignal) => Promise<void>, more: Partial<Config> = {}) {
    const ledger = await Ledger.open(database);
    opened.push(ledger);
    const { connections, transactions, bus } = ledger;
    const config = { ...readConfig({ JOB_ATTEMPTS: '3' }), ...more };
    const jobs = new Jobs(
      config,
      new JobsRepository(new PrimaryReads(connections)),
      transactions,
      new TestClock(),
      bus,
    );
    started.push(jobs);
    jobs.handle(NOTE, (_, signal) => work(signal));
    const enqueue = () => transactions.run((tx) => tx.enqueue(NOTE, null));
    const rows = () => ledger.reads.query<{ state: string; last_error: string }>('SELECT state, last_error FROM jobs');
    return { ledger, jobs, enqueue, rows };
  }

  it('that took every process with them that tried are not tried once more', async () => {
    let tries = 0;
    const { ledger, jobs, enqueue, rows } = await aProcess(async () => void (tries += 1));
    await enqueue();
    await ledger.transactions.run((tx) => tx.query('UPDATE jobs SET attempts = 3', []));
    await jobs.runDue();
    expect([tries, await rows()]).toEqual([0, [{ state: 'dead', last_error: 'It never came to an end' }]]);
  });

  it('are done by as many at once as a process may, and no more', async () => {
    let [now, most, done] = [0, 0, 0];
    let bothAreThere: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (bothAreThere = resolve));
    const { ledger, jobs, enqueue } = await aProcess(
      async () => {
        now += 1;
        most = Math.max(most, now);
        if (now === 2) bothAreThere();
        await both;
        // Longer than it takes to look for another job.
        for (let asked = 0; asked < 20; asked += 1) await ledger.reads.query('SELECT 1');
        now -= 1;
        done += 1;
      },
      { JOBS_AT_ONCE: 2 },
    );
    jobs.start();
    for (let n = 0; n < 12; n += 1) await enqueue();
    await until('all are done', () => done === 12);
    expect(most).toBe(2);
  });

  it('are told to stop when their process goes, which waits for them', async () => {
    let began: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (began = resolve));
    const steps: string[] = [];
    const { jobs, enqueue, rows } = await aProcess(async (signal) => {
      began();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      steps.push('told');
      for (let turns = 0; turns < 20; turns += 1) await turn();
      steps.push('done');
    });
    jobs.start();
    await enqueue();
    await begun;
    await jobs.beforeApplicationShutdown();
    steps.push('gone');
    expect([steps, await rows()]).toEqual([['told', 'done', 'gone'], []]);
  });
});
