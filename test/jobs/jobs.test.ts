/**
 * Declares kinds of jobs, which no forum of another file has handlers for.
 *
 * @own sources
 */
import { beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineJob } from '../../src/database/enqueue.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { AuditLog, COMMAND_LINE } from '../../src/audit/audit-log.js';
import { AuditLogRepository } from '../../src/audit/audit-log.repository.js';
import { JobLists } from '../../src/jobs/job-lists.service.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { minutes, seconds } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { freshProcesses, NOTE, NOVELTY, type JobProcesses } from '../support/job-processes.js';

eachDatabase('a job', (database) => {
  const fresh = freshProcesses(database);
  let processes: JobProcesses;
  beforeEach(() => {
    processes = fresh();
  });

  it('is done once, and is gone', async () => {
    await processes.enqueue('Hello');
    const [one, other] = [processes.start(), processes.start()];
    await Promise.all([one.runDue(), other.runDue()]);
    expect(processes.done).toEqual(['Hello']);
    expect(await processes.rows()).toEqual([]);
  });

  it('is there only if its cause is', async () => {
    const cause = processes.transactions.run(async (tx) => {
      await tx.enqueue(NOTE, { text: 'Never' });
      throw new Error('I changed my mind');
    });
    await expect(cause).rejects.toThrow('I changed my mind');
    await processes.start().runDue();
    expect(processes.done).toEqual([]);
  });

  it('waits for its time, and those that are due for longest come first', async () => {
    await processes.enqueue('later', { runAt: processes.clock.now() + minutes(5) });
    await processes.enqueue('second', { runAt: processes.clock.now() - 1 });
    await processes.enqueue('first', { runAt: processes.clock.now() - 2 });
    const jobs = processes.start();
    await jobs.runDue();
    expect(processes.done).toEqual(['first', 'second']);
    processes.clock.pass(minutes(5));
    await jobs.runDue();
    expect(processes.done).toEqual(['first', 'second', 'later']);
  });

  it('of one key is done once with what was said last; asked for again while it runs, it runs again', async () => {
    await processes.enqueue('One', { dedupeKey: 'a' });
    await processes.enqueue('Two', { dedupeKey: 'a' });
    const jobs = processes.start(async (text) => {
      processes.done.push(text);
      if (text === 'Two') await processes.enqueue('Three', { dedupeKey: 'a' });
    });
    await jobs.runDue();
    expect(processes.done).toEqual(['Two', 'Three']);
    expect(await processes.rows()).toEqual([]);
  });

  it('of a process that died is done by another when its lease is over, and not before', async () => {
    await processes.enqueue('Hello');
    const other = processes.start();
    await new Promise<void>((begun) => {
      const dying = processes.start(() => {
        begun();
        return new Promise(() => undefined);
      });
      // It holds on to what it has until long after this test; by then its database is gone.
      void dying.runDue().catch(() => undefined);
    });
    await other.runDue();
    expect(processes.done).toEqual([]);
    processes.clock.pass(seconds(61));
    await other.runDue();
    expect(processes.done).toEqual(['Hello']);
  });

  it('that fails is tried again, later each time, and then left with its error', async () => {
    await processes.enqueue('Hello');
    let tries = 0;
    const jobs = processes.start(async () => {
      tries += 1;
      throw new Error(`No ${tries}`);
    });
    await jobs.runDue();
    await jobs.runDue();
    expect(tries).toBe(1);
    for (const wait of [5, 10, 20]) {
      processes.clock.pass(seconds(wait));
      await jobs.runDue();
    }
    expect(tries).toBe(3);
    expect(await processes.rows()).toEqual([{ state: 'dead', last_error: 'No 3' }]);
    expect(jobs.counts).toEqual({ done: 0, failed: 2, dead: 1 });
  });

  it('of a kind that only a newer build knows is left to it', async () => {
    await processes.transactions.run((tx) => tx.enqueue(NOVELTY, null));
    expect(await processes.start().runDue()).toBe(0);
    expect(await processes.rows()).toHaveLength(1);
  });

  it('has one handler: another is refused, and a forum does not start without it', () => {
    expect(() => processes.start().handle(NOTE, async () => undefined)).toThrow('Two handlers of the job note');
    expect(() => defineJob('note', z.null())).toThrow('Two kinds of job note');
    expect(() => processes.start().start()).toThrow('Jobs without a handler: novelty');
  });

  it('has one key at each try, and another once it is asked for again', async () => {
    const keys: string[] = [];
    const jobs = processes.start(async (_text, key) => {
      keys.push(key);
      if (keys.length === 1) throw new Error('Not yet');
    });
    await processes.enqueue('One', { dedupeKey: 'a' });
    await jobs.runDue();
    processes.clock.pass(seconds(10));
    await jobs.runDue();
    await processes.enqueue('Two', { dedupeKey: 'a' });
    await jobs.runDue();
    expect(keys).toHaveLength(3);
    expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false]);
  });

  it('that failed for the last time is shown to the operator, who gives it another chance', async () => {
    await processes.enqueue('Hello');
    let works = false;
    const jobs = processes.start(async (text) => {
      if (!works) throw new Error('The mail server is away');
      processes.done.push(text);
    });
    for (let n = 0; n < 3; n += 1) {
      await jobs.runDue();
      processes.clock.pass(minutes(1));
    }
    const reads = new PrimaryReads(processes.ledger.connections);
    const lists = new JobLists(
      new JobsRepository(reads),
      processes.transactions,
      processes.clock,
      new AuditLog(new AuditLogRepository(reads)),
    );
    await processes.enqueue('Another, which waits', { runAt: 1 });
    const [dead, waiting] = await lists.list(10);
    expect(waiting).toMatchObject({ state: 'waiting', runAt: 1 });
    expect(dead).toMatchObject({ kind: 'note', state: 'dead', attempts: 3, lastError: 'The mail server is away' });
    await processes.enqueue('A third, for tomorrow', { runAt: processes.clock.now() + minutes(1_440) });
    expect(await lists.counts()).toEqual({ waiting: 2, due: 1, dead: 1 });
    works = true;
    expect([await lists.retry(COMMAND_LINE, 'another'), await lists.retry(COMMAND_LINE, dead?.id ?? null)]).toEqual([
      0, 1,
    ]);
    expect(await lists.counts()).toEqual({ waiting: 3, due: 2, dead: 0 });
    await jobs.runDue();
    expect(processes.done).toEqual(['Another, which waits', 'Hello']);
  });

  it('that fails for the last time while it is asked for again is done once more, with what was said last', async () => {
    await processes.enqueue('One', { dedupeKey: 'a' });
    let tries = 0;
    const jobs = processes.start(async (text) => {
      processes.done.push(text);
      tries += 1;
      if (tries === 3) await processes.enqueue('Two', { dedupeKey: 'a' });
      if (tries <= 3) throw new Error('No');
    });
    for (let n = 0; n < 4; n += 1) {
      await jobs.runDue();
      processes.clock.pass(minutes(1));
    }
    expect(processes.done).toEqual(['One', 'One', 'One', 'Two']);
    expect(await processes.rows()).toEqual([]);
  });

  it('that comes to no end is given up before its lease is over, and is told so', async () => {
    await processes.enqueue('Hello');
    let told: AbortSignal | undefined;
    // 5 s less: 10 ms of real time.
    const jobs = processes.start(
      (_text, _key, signal) => {
        told = signal;
        return new Promise(() => undefined);
      },
      { JOB_LEASE: 5_010 },
    );
    expect(await jobs.runDue()).toBe(1);
    expect(told?.aborted).toBe(true);
    expect(await processes.rows()).toEqual([{ state: 'waiting', last_error: 'It took longer than JOB_LEASE' }]);
  });
});
