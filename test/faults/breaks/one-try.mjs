import { built, replace } from './built.mjs';

// Breaks "whoever loses a deadlock is tried again": one try, and what became of it.
const { PostgresCommits } = await built('./database/writes/postgres-commits.js');
replace(
  PostgresCommits.prototype,
  'runAgainAndAgain',
  () =>
    function (work) {
      return this.runOnceOnPostgres(work);
    },
);
