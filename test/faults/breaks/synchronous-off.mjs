import { built, replace } from './built.mjs';

// Breaks "survives a power cut": SQLite writes, and does not wait for the disk.
const { SqliteCommits } = await built('./database/writes/sqlite-commits.js');
replace(
  SqliteCommits.prototype,
  'begin',
  (begin) =>
    async function () {
      await this.connection.query('PRAGMA synchronous = OFF');
      return begin.call(this);
    },
);
