import { setTimeout as delay } from 'node:timers/promises';
import { built, replace } from './built.mjs';

/** ms between the answer and the commit that it claims. */
const AHEAD = 40;

// Breaks "acknowledged means durable": what a unit of work answers goes out before its transaction is committed.
const { Transactions } = await built('./database/transactions.js');
replace(
  Transactions.prototype,
  'run',
  (run) =>
    function (work) {
      return new Promise((resolve, reject) => {
        const hasty = async (tx) => {
          resolve(await work(tx));
          await delay(AHEAD);
        };
        run.call(this, hasty).catch(reject);
      });
    },
);
