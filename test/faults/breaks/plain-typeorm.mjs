import { built, replace } from './built.mjs';

// Breaks the one way to write: each unit of work is a transaction as TypeORM's own documentation shows it. TypeORM has one
// connection to SQLite, so transactions that overlap become savepoints of each other.
const { Transactions } = await built('./database/transactions.js');
const { sqliteQueries } = await built('./database/sql.js');
replace(
  Transactions.prototype,
  'run',
  () =>
    async function (work) {
      const write = this.commits.connection;
      const events = [];
      const answer = await write.transaction((manager) =>
        work({
          ...sqliteQueries(write),
          manager,
          now: this.clock.now(),
          emit: (event) => events.push(event),
          enqueue: async () => undefined,
        }),
      );
      this.commits.bus.publish(events);
      return answer;
    },
);
