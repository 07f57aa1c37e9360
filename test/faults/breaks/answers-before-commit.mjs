import { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { built, replace } from './built.mjs';

/** ms between the answer and the commit that it claims. */
const AHEAD = 40;

// A start prepares as always: where its site came 40 ms after it was ready, its first readers found none, and nothing could be lost.
let serving = false;
replace(
  Server.prototype,
  'listen',
  (listen) =>
    function (...args) {
      serving = true;
      return listen.apply(this, args);
    },
);

// Breaks "acknowledged means durable": what a unit of work answers goes out before its transaction is committed.
const { Transactions } = await built('./database/transactions.js');
replace(
  Transactions.prototype,
  'run',
  (run) =>
    function (work) {
      if (!serving) return run.call(this, work);
      return new Promise((resolve, reject) => {
        const hasty = async (tx) => {
          resolve(await work(tx));
          await delay(AHEAD);
        };
        run.call(this, hasty).catch(reject);
      });
    },
);
