import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { iso } from '../config/clock.js';
import { JobLists } from '../jobs/job-lists.service.js';
import type { Command } from './command.js';

/** How many jobs `jobs list` shows. */
const LISTED = 200;

export const JOB_COMMANDS: readonly Command[] = [
  {
    name: 'jobs list',
    does: say('command.jobs.list', { n: LISTED }),
    run: async (forum) => {
      const lines = (await forum.get(JobLists, { strict: false }).list(LISTED)).map(
        ({ id, kind, state, attempts, runAt, lastError }) =>
          [id, kind, state, attempts, iso(Number(runAt)), lastError ?? ''].join('\t').trimEnd(),
      );
      return lines.join('\n') || t('command.jobs.none');
    },
  },
  {
    name: 'jobs retry',
    takes: 'ID|all',
    does: say('command.jobs.retry'),
    words: 1,
    run: async (forum, given) => {
      const id = given.word();
      const count = await forum.get(JobLists, { strict: false }).retry(COMMAND_LINE, id === 'all' ? null : id);
      if (count === 0 && id !== 'all') throw new Error(t('command.jobs.notDead', { id }));
      return t('command.jobs.retried', { n: count });
    },
  },
];
