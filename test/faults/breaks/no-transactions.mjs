import { built, replace } from './built.mjs';

// Breaks "commits whole or not at all": on PostgreSQL, each statement of a unit of work is a transaction of its own.
const { Transactions } = await built('./database/transactions.js');
const { postgresQueries } = await built('./database/sql.js');
replace(
  Transactions.prototype,
  'run',
  () =>
    async function (work) {
      const write = this.commits.connection;
      const events = [];
      const now = this.clock.now();
      const answer = await work({
        ...postgresQueries(write),
        manager: write.manager,
        now,
        emit: (event) => events.push(event),
        enqueue: async () => undefined,
      });
      this.commits.order.bus.publish(events);
      return answer;
    },
);
