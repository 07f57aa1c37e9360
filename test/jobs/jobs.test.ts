import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Config } from '../../src/config/config.js';
import { readConfig } from '../../src/config/read-config.js';
import { defineJob } from '../../src/database/enqueue.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { Transactions } from '../../src/database/transactions.js';
import { AuditLog, COMMAND_LINE } from '../../src/audit/audit-log.js';
import { AuditLogRepository } from '../../src/audit/audit-log.repository.js';
import { JobLists } from '../../src/jobs/job-lists.service.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { minutes, seconds, TestClock } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { Ledger } from '../support/ledger.js';

const NOTE = defineJob('note', z.object({ text: z.string() }));
/** Nobody here does it. */
const NOVELTY = defineJob('novelty', z.null());

eachDatabase('a job', (database) => {
  let ledger: Ledger;
  let clock: TestClock;
  let transactions: Transactions;
  const done: string[] = [];
  const opened: Ledger[] = [];
  afterAll(async () => {
    for (const one of opened) await one.close();
  });
  beforeEach(async () => {
    done.length = 0;
    ledger = await Ledger.open(database);
    opened.push(ledger);
    clock = new TestClock();
    clock.stopAt(Date.now());
    transactions = new Transactions(ledger.connections, readConfig({}), clock, ledger.bus);
  });

  /** A process of its own, on the same database. */
  const aProcess = (
    work = async (text: string, _key: string, _signal: AbortSignal): Promise<void> => void done.push(text),
    more: Partial<Config> = {},
  ): Jobs => {
    const config = { ...readConfig({ JOB_ATTEMPTS: '3' }), ...more };
    const jobs = new Jobs(
      config,
      new JobsRepository(new PrimaryReads(ledger.connections)),
      transactions,
      clock,
      ledger.bus,
    );
    jobs.handle(NOTE, ({ text }, signal, key) => work(text, key, signal));
    return jobs;
  };
  const enqueue = (text: string, options = {}) => transactions.run((tx) => tx.enqueue(NOTE, { text }, options));
  const rows = () =>
    ledger.reads.query<{ state: string; last_error: string | null }>('SELECT state, last_error FROM jobs');

  it('is done once, and is gone', async () => {
    await enqueue('Hello');
    const [one, other] = [aProcess(), aProcess()];
    await Promise.all([one.runDue(), other.runDue()]);
    expect(done).toEqual(['Hello']);
    expect(await rows()).toEqual([]);
  });

  it('is there only if its cause is', async () => {
    const cause = transactions.run(async (tx) => {
      await tx.enqueue(NOTE, { text: 'Never' });
      throw new Error('I changed my mind');
    });
    await expect(cause).rejects.toThrow('I changed my mind');
    await aProcess().runDue();
    expect(done).toEqual([]);
  });

  it('waits for its time, and those that are due for longest come first', async () => {
    await enqueue('later', { runAt: clock.now() + minutes(5) });
    await enqueue('second', { runAt: clock.now() - 1 });
    await enqueue('first', { runAt: clock.now() - 2 });
    const jobs = aProcess();
    await jobs.runDue();
    expect(done).toEqual(['first', 'second']);
    clock.pass(minutes(5));
    await jobs.runDue();
    expect(done).toEqual(['first', 'second', 'later']);
  });

  it('of one key is done once with what was said last; asked for again while it runs, it runs again', async () => {
    await enqueue('One', { dedupeKey: 'a' });
    await enqueue('Two', { dedupeKey: 'a' });
    const jobs = aProcess(async (text) => {
      done.push(text);
      if (text === 'Two') await enqueue('Three', { dedupeKey: 'a' });
    });
    await jobs.runDue();
    expect(done).toEqual(['Two', 'Three']);
    expect(await rows()).toEqual([]);
  });

  it('of a process that died is done by another when its lease is over, and not before', async () => {
    await enqueue('Hello');
    const other = aProcess();
    await new Promise<void>((begun) => {
      const dying = aProcess(() => {
        begun();
        return new Promise(() => undefined);
      });
      // It holds on to what it has until long after this test; by then its database is gone.
      void dying.runDue().catch(() => undefined);
    });
    await other.runDue();
    expect(done).toEqual([]);
    clock.pass(seconds(61));
    await other.runDue();
    expect(done).toEqual(['Hello']);
  });

  it('that fails is tried again, later each time, and then left with its error', async () => {
    await enqueue('Hello');
    let tries = 0;
    const jobs = aProcess(async () => {
      tries += 1;
      throw new Error(`No ${tries}`);
    });
    await jobs.runDue();
    await jobs.runDue();
    expect(tries).toBe(1);
    for (const wait of [5, 10, 20]) {
      clock.pass(seconds(wait));
      await jobs.runDue();
    }
    expect(tries).toBe(3);
    expect(await rows()).toEqual([{ state: 'dead', last_error: 'No 3' }]);
    expect(jobs.counts).toEqual({ done: 0, failed: 2, dead: 1 });
  });

  it('of a kind that only a newer build knows is left to it', async () => {
    await transactions.run((tx) => tx.enqueue(NOVELTY, null));
    expect(await aProcess().runDue()).toBe(0);
    expect(await rows()).toHaveLength(1);
  });

  it('has one handler: another is refused, and a forum does not start without it', () => {
    expect(() => aProcess().handle(NOTE, async () => undefined)).toThrow('Two handlers of the job note');
    expect(() => defineJob('note', z.null())).toThrow('Two kinds of job note');
    expect(() => aProcess().start()).toThrow('Jobs without a handler: novelty');
  });

  it('has one key at each try, and another once it is asked for again', async () => {
    const keys: string[] = [];
    const jobs = aProcess(async (_text, key) => {
      keys.push(key);
      if (keys.length === 1) throw new Error('Not yet');
    });
    await enqueue('One', { dedupeKey: 'a' });
    await jobs.runDue();
    clock.pass(seconds(10));
    await jobs.runDue();
    await enqueue('Two', { dedupeKey: 'a' });
    await jobs.runDue();
    expect(keys).toHaveLength(3);
    expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false]);
  });

  it('that failed for the last time is shown to the operator, who gives it another chance', async () => {
    await enqueue('Hello');
    let works = false;
    const jobs = aProcess(async (text) => {
      if (!works) throw new Error('The mail server is away');
      done.push(text);
    });
    for (let n = 0; n < 3; n += 1) {
      await jobs.runDue();
      clock.pass(minutes(1));
    }
    const reads = new PrimaryReads(ledger.connections);
    const lists = new JobLists(
      new JobsRepository(reads),
      transactions,
      clock,
      new AuditLog(new AuditLogRepository(reads)),
    );
    await enqueue('Another, which waits', { runAt: 1 });
    const [dead, waiting] = await lists.list(10);
    expect(waiting).toMatchObject({ state: 'waiting', runAt: 1 });
    expect(dead).toMatchObject({ kind: 'note', state: 'dead', attempts: 3, lastError: 'The mail server is away' });
    await enqueue('A third, for tomorrow', { runAt: clock.now() + minutes(1_440) });
    expect(await lists.counts()).toEqual({ waiting: 2, due: 1, dead: 1 });
    works = true;
    expect([await lists.retry(COMMAND_LINE, 'another'), await lists.retry(COMMAND_LINE, dead?.id ?? null)]).toEqual([
      0, 1,
    ]);
    expect(await lists.counts()).toEqual({ waiting: 3, due: 2, dead: 0 });
    await jobs.runDue();
    expect(done).toEqual(['Another, which waits', 'Hello']);
  });

  it('that fails for the last time while it is asked for again is done once more, with what was said last', async () => {
    await enqueue('One', { dedupeKey: 'a' });
    let tries = 0;
    const jobs = aProcess(async (text) => {
      done.push(text);
      tries += 1;
      if (tries === 3) await enqueue('Two', { dedupeKey: 'a' });
      if (tries <= 3) throw new Error('No');
    });
    for (let n = 0; n < 4; n += 1) {
      await jobs.runDue();
      clock.pass(minutes(1));
    }
    expect(done).toEqual(['One', 'One', 'One', 'Two']);
    expect(await rows()).toEqual([]);
  });

  it('that comes to no end is given up before its lease is over, and is told so', async () => {
    await enqueue('Hello');
    let told: AbortSignal | undefined;
    // 5 s less: 10 ms of real time.
    const jobs = aProcess(
      (_text, _key, signal) => {
        told = signal;
        return new Promise(() => undefined);
      },
      { JOB_LEASE: 5_010 },
    );
    expect(await jobs.runDue()).toBe(1);
    expect(told?.aborted).toBe(true);
    expect(await rows()).toEqual([{ state: 'waiting', last_error: 'It took longer than JOB_LEASE' }]);
  });

  /** A process with recurring work of its own, and how often that was begun. */
  const recurring = (every: number, step: () => Promise<boolean> = async () => false) => {
    const jobs = aProcess();
    const begun = { times: 0 };
    jobs.recurring('sweep', every, () => {
      begun.times += 1;
      return step();
    });
    return { jobs, begun };
  };

  it('that recurs never fails for the last time, and is done soon again when it failed once after many times', async () => {
    let fails = true;
    const { jobs, begun } = recurring(minutes(10), async () => {
      if (fails) throw new Error('The database is away');
      return false;
    });
    await jobs.runDue();
    for (let n = 0; n < 6; n += 1) {
      clock.pass(minutes(60));
      await jobs.runDue();
    }
    expect([begun.times, await rows()]).toEqual([6, [{ state: 'waiting', last_error: 'The database is away' }]]);
    for (fails = false; begun.times < 12;) {
      clock.pass(minutes(60));
      await jobs.runDue();
    }
    expect(await rows()).toEqual([{ state: 'waiting', last_error: null }]);
    fails = true;
    clock.pass(minutes(10));
    await jobs.runDue();
    clock.pass(seconds(5));
    await jobs.runDue();
    expect(begun.times).toBe(14);
  });

  it('that recurs comes when it was due however often processes are started, and sooner where a newer build says so', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { jobs, begun } = recurring(minutes(10));
      await jobs.runDue();
      expect(begun.times).toBe(0);
      clock.pass(minutes(3));
    }
    clock.pass(minutes(1));
    const slow = recurring(minutes(600));
    await slow.jobs.runDue();
    expect(slow.begun.times).toBe(1);
    const newer = recurring(minutes(2));
    await newer.jobs.runDue();
    clock.pass(minutes(2));
    await newer.jobs.runDue();
    expect(newer.begun.times).toBe(1);
  });

  it('that recurs is done step by step until nothing is left, by one process, and again after its time', async () => {
    let left = 3;
    const processes = [aProcess(), aProcess()];
    for (const jobs of processes)
      jobs.recurring('sweep', minutes(10), async () => {
        done.push(`${left}`);
        left -= 1;
        return left > 0;
      });
    const round = () => Promise.all(processes.map((jobs) => jobs.runDue()));
    await round();
    expect(done).toEqual([]);
    clock.pass(minutes(10));
    await round();
    await round();
    expect(done).toEqual(['3', '2', '1']);
    left = 1;
    clock.pass(minutes(10));
    await round();
    expect(done).toEqual(['3', '2', '1', '1']);
  });
});
