import { setTimeout as delay } from 'node:timers/promises';
import { built, replace } from './built.mjs';

/** Locks of which each unit takes two, in any order, and ms between the two. */
const LOCKS = 12;
const BETWEEN = 2;
/** One unit in so many cannot be serialized. */
const UNSERIALIZABLE = 10;

// Breaks nothing that was promised: PostgreSQL finds deadlocks and serialization failures where the forum's own order of
// locks leaves it none to find. Each unit of work takes two locks of a few, some of them the other way round. Only
// while rough.mjs undoes units as well.
const { Transactions } = await built('./database/transactions.js');
let crossing = false;
process.on('message', (told) => {
  crossing = Boolean(told.undoEvery);
});
const any = (count) => Math.floor(Math.random() * count);
replace(
  Transactions.prototype,
  'run',
  (run) =>
    function (work) {
      if (!crossing) return run.call(this, work);
      return run.call(this, async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock($1)', [any(LOCKS)]);
        await delay(BETWEEN);
        await tx.query('SELECT pg_advisory_xact_lock($1)', [any(LOCKS)]);
        const answer = await work(tx);
        if (any(UNSERIALIZABLE) === 0) await tx.query("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$");
        return answer;
      });
    },
);
