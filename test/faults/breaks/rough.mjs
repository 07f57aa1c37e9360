import { setImmediate as turn } from 'node:timers/promises';
import { built, replace } from './built.mjs';

// Breaks nothing that was promised. SQLite answers within one turn of the event loop, so that units of work would hardly ever
// overlap: here each query takes a turn. And once it is told `{ undoEvery: n }`, every nth unit is undone after its last
// write, as if its commit had failed, and refused in words by which it is known.
const { Transactions } = await built('./database/transactions.js');
const { ForumError } = await built('./errors/forum-error.js');
let undoEvery = Infinity;
let units = 0;
process.on('message', (told) => {
  undoEvery = told.undoEvery;
});
process.channel.unref();

replace(
  Transactions.prototype,
  'run',
  (run) =>
    function (work) {
      return run.call(this, async (tx) => {
        const query = async (sql, values) => {
          await turn();
          return tx.query(sql, values);
        };
        const answer = await work({ ...tx, query });
        units += 1;
        if (units % undoEvery === 0) throw new ForumError('overloaded', undefined, 'Undone on purpose.', 1);
        return answer;
      });
    },
);
