import { z } from 'zod';
import { Clock } from '../../src/config/clock.js';
import { readConfig } from '../../src/config/read-config.js';
import { defineJob } from '../../src/database/enqueue.js';
import { closeDatabase, openDatabase } from '../../src/database/opening/data-source.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { Transactions } from '../../src/database/transactions.js';
import { IdempotentWrites, WriteResult } from '../../src/database/writes/idempotency.js';
import { EventBus } from '../../src/events/event-bus.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { Jobs } from '../../src/jobs/jobs.service.js';

/**
 * A process that does the jobs of a database: `node worker.ts DATABASE_URL AHEAD STEP`. Its clock is AHEAD ms ahead. At STEP it
 * is killed, as by `kill -9`; at `none` it does all that is due and ends.
 */
const [url = '', ahead = '0', step = 'none'] = process.argv.slice(2);
const dieAt = (here: string): void => {
  if (step === here) process.kill(process.pid, 'SIGKILL');
};

class Ahead extends Clock {
  now(): number {
    return Date.now() + Number(ahead);
  }
}

class Dying extends JobsRepository {
  override async finish(...args: Parameters<JobsRepository['finish']>): Promise<void> {
    dieAt('effect committed');
    await super.finish(...args);
    dieAt('done, uncommitted');
  }
}

const payload = z.object({ n: z.int() });
const config = readConfig({ DATABASE_URL: url });
const connections = await openDatabase(config);
const transactions = new Transactions(connections, config, new Ahead(), new EventBus());
const writes = new IdempotentWrites(transactions);
const jobs = new Jobs(config, new Dying(new PrimaryReads(connections)), transactions, new Ahead(), new EventBus());

/** The effect is kept under the job's key: there once, however often it is tried. */
jobs.handle(defineJob('keyed', payload), async ({ n }, _signal, key) => {
  dieAt('claimed');
  await writes.run('jobs', { key, fingerprint: key }, async (tx) => {
    await tx.query('INSERT INTO entries (unit) VALUES ($1)', [n]);
    dieAt('effect, uncommitted');
    return new WriteResult('done', null);
  });
});
/** What a handler must not do: positive control. */
jobs.handle(defineJob('careless', payload), async ({ n }) => {
  await transactions.run((tx) => tx.query('INSERT INTO entries (unit) VALUES ($1)', [n]));
});

await jobs.runDue();
dieAt('done');
await closeDatabase(connections);
