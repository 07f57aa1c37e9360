import { built, replace } from './built.mjs';

// Breaks "whoever loses a deadlock is tried again": one try, and what became of it.
const { Transactions } = await built('./database/transactions.js');
replace(
  Transactions.prototype,
  'runAgainAndAgain',
  () =>
    function (work) {
      return this.runOnceOnPostgres(work);
    },
);
