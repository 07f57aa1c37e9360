import { iso } from '../config/clock.js';
import { JobLists } from '../jobs/job-lists.service.js';
import type { Command } from './command.js';

/** How many jobs `jobs list` shows. */
const LISTED = 200;

export const JOB_COMMANDS: readonly Command[] = [
  {
    name: 'jobs list',
    does: `shows work that is done later (${LISTED} at most), what failed for the last time first: id, kind, state, tries, when, error`,
    run: async (forum) => {
      const lines = (await forum.get(JobLists, { strict: false }).list(LISTED)).map(
        ({ id, kind, state, attempts, runAt, lastError }) =>
          [id, kind, state, attempts, iso(Number(runAt)), lastError ?? ''].join('\t').trimEnd(),
      );
      return lines.join('\n') || 'No job waits.';
    },
  },
  {
    name: 'jobs retry',
    takes: 'ID|all',
    does: 'gives a job that failed for the last time another chance, or all of them',
    words: 1,
    run: async (forum, given) => {
      const id = given.word();
      const count = await forum.get(JobLists, { strict: false }).retry(id === 'all' ? null : id);
      if (count === 0 && id !== 'all') throw new Error(`No job ${id} has failed for the last time.`);
      return count === 1 ? '1 job is tried again.' : `${count} jobs are tried again.`;
    },
  },
];
