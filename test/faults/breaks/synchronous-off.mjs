import { built, replace } from './built.mjs';

// Breaks "survives a power cut": SQLite writes, and does not wait for the disk.
const { Transactions } = await built('./database/transactions.js');
replace(
  Transactions.prototype,
  'begin',
  (begin) =>
    async function () {
      await this.connections.write.query('PRAGMA synchronous = OFF');
      return begin.call(this);
    },
);
