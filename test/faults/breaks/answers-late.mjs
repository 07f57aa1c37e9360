import { setTimeout as delay } from 'node:timers/promises';
import { built, replace } from './built.mjs';

/** ms between the commit and its answer. */
const LATER = 50;

// Breaks nothing that was promised, but widens the time in which a post is stored and its author does not know it yet.
const { Transactions } = await built('./database/transactions.js');
replace(
  Transactions.prototype,
  'run',
  (run) =>
    async function (work) {
      const answer = await run.call(this, work);
      await delay(LATER);
      return answer;
    },
);
