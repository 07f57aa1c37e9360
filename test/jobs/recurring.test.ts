/**
 * Declares kinds of jobs, which no forum of another file has handlers for.
 *
 * @own sources
 */
import { beforeEach, expect, it } from '@jest/globals';
import { minutes, seconds } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { freshProcesses, type JobProcesses } from '../support/job-processes.js';

eachDatabase('a job that recurs', (database) => {
  const fresh = freshProcesses(database);
  let processes: JobProcesses;
  beforeEach(() => {
    processes = fresh();
  });

  /** A process with recurring work of its own, and how often that was begun. */
  const recurring = (every: number, step: () => Promise<boolean> = async () => false) => {
    const jobs = processes.start();
    const begun = { times: 0 };
    jobs.recurring('sweep', every, () => {
      begun.times += 1;
      return step();
    });
    return { jobs, begun };
  };

  it('never fails for the last time, and is done soon again when it failed once after many times', async () => {
    let fails = true;
    const { jobs, begun } = recurring(minutes(10), async () => {
      if (fails) throw new Error('The database is away');
      return false;
    });
    await jobs.runDue();
    for (let n = 0; n < 6; n += 1) {
      processes.clock.pass(minutes(60));
      await jobs.runDue();
    }
    expect([begun.times, await processes.rows()]).toEqual([
      6,
      [{ state: 'waiting', last_error: 'The database is away' }],
    ]);
    for (fails = false; begun.times < 12;) {
      processes.clock.pass(minutes(60));
      await jobs.runDue();
    }
    expect(await processes.rows()).toEqual([{ state: 'waiting', last_error: null }]);
    fails = true;
    processes.clock.pass(minutes(10));
    await jobs.runDue();
    processes.clock.pass(seconds(5));
    await jobs.runDue();
    expect(begun.times).toBe(14);
  });

  it('comes when it was due however often processes are started, and sooner where a newer build says so', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { jobs, begun } = recurring(minutes(10));
      await jobs.runDue();
      expect(begun.times).toBe(0);
      processes.clock.pass(minutes(3));
    }
    processes.clock.pass(minutes(1));
    const slow = recurring(minutes(600));
    await slow.jobs.runDue();
    expect(slow.begun.times).toBe(1);
    const newer = recurring(minutes(2));
    await newer.jobs.runDue();
    processes.clock.pass(minutes(2));
    await newer.jobs.runDue();
    expect(newer.begun.times).toBe(1);
  });

  it('is done step by step until nothing is left, by one process, and again after its time', async () => {
    let left = 3;
    const both = [processes.start(), processes.start()];
    for (const jobs of both)
      jobs.recurring('sweep', minutes(10), async () => {
        processes.done.push(`${left}`);
        left -= 1;
        return left > 0;
      });
    const round = () => Promise.all(both.map((jobs) => jobs.runDue()));
    await round();
    expect(processes.done).toEqual([]);
    processes.clock.pass(minutes(10));
    await round();
    await round();
    expect(processes.done).toEqual(['3', '2', '1']);
    left = 1;
    processes.clock.pass(minutes(10));
    await round();
    expect(processes.done).toEqual(['3', '2', '1', '1']);
  });
});
