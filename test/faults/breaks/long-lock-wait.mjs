import { built, replace } from './built.mjs';

/** ms. The driver's own is 5,000, and every lost lock would cost as much. */
const WAIT = 1_000;

// Breaks "a locked database does not stall the forum": lets SQLite's driver wait in its own way, which stops the event loop.
const { SqliteCommits } = await built('./database/writes/sqlite-commits.js');
replace(
  SqliteCommits.prototype,
  'begin',
  (begin) =>
    async function () {
      await this.connection.query(`PRAGMA busy_timeout = ${WAIT}`);
      return begin.call(this);
    },
);
