import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { ReplicaReads } from '../../src/database/replica-reads.js';
import type { Queries } from '../../src/database/sql.js';
import { onlyOn } from '../support/databases.js';
import { startForum } from '../support/forum.js';
import { Ledger } from '../support/ledger.js';
import { Locker } from '../support/locker.js';
import { until } from '../support/until.js';

/** The longest time, in ms, in which the event loop did nothing else while something went on. */
async function stall(going: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const ticking = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await going();
  clearInterval(ticking);
  return Math.max(longest, performance.now() - last);
}

onlyOn('sqlite')('while another process holds the lock of SQLite', () => {
  let ledger: Ledger;
  let locker: Locker;
  const insert = () => ledger.transactions.run((tx) => tx.query('INSERT INTO entries (unit) VALUES (1)'));

  beforeEach(async () => {
    ledger = await Ledger.open('sqlite');
    locker = await Locker.lock(ledger.path);
  });
  afterEach(async () => {
    await locker.unlock();
    await ledger.close();
  });

  it('a write is refused as overloaded within a second or so, and the event loop goes on', async () => {
    // The best of three: what else the machine does meanwhile is no fault of the forum's.
    const refused: { ms: number; longest: number }[] = [];
    for (let n = 0; n < 3; n += 1) {
      const begun = performance.now();
      const longest = await stall(async () => {
        await expect(insert()).rejects.toMatchObject({ code: 'overloaded', retryAfter: 1 });
      });
      refused.push({ ms: performance.now() - begun, longest });
    }
    expect(Math.min(...refused.map(({ ms }) => ms))).toBeLessThan(1_500);
    expect(Math.min(...refused.map(({ longest }) => longest))).toBeLessThanOrEqual(200);
    expect(await ledger.units()).toEqual([]);
  });

  it('a write succeeds when the lock goes in time', async () => {
    const written = insert();
    await until('the write waits', () => ledger.transactions.waiting > 0);
    await locker.unlock();
    await written;
    expect(await ledger.units()).toEqual([1]);
  });

  it('readers read', async () => {
    expect(await ledger.units()).toEqual([]);
  });

  it('the driver’s own way of waiting would stall everything (positive control)', async () => {
    const driver = new Database(ledger.path, { timeout: 500 });
    const longest = await stall(async () => {
      expect(() => driver.exec('BEGIN IMMEDIATE')).toThrow('locked');
    });
    driver.close();
    expect(longest).toBeGreaterThan(200);
  });
});

onlyOn('sqlite')('when the disk is full', () => {
  it('a write is refused as overloaded, reads go on, and the next write after there is room succeeds', async () => {
    const ledger = await Ledger.open('sqlite');
    const [{ page_count: pages } = { page_count: 0 }] =
      await ledger.connections.write.query<{ page_count: number }[]>('PRAGMA page_count');
    await ledger.connections.write.query(`PRAGMA max_page_count = ${pages}`);
    const long = 'x'.repeat(100_000);
    const write = () =>
      ledger.transactions.run((tx) =>
        tx.query('INSERT INTO idempotency_keys VALUES ($1, $2, $3, $4, $5)', ['ana', 'k', 'f', long, tx.now]),
      );
    await expect(write()).rejects.toMatchObject({ code: 'overloaded' });
    expect(await ledger.units()).toEqual([]);
    await ledger.connections.write.query('PRAGMA max_page_count = 1000000');
    await write();
    expect(await ledger.connections.read.query('SELECT owner FROM idempotency_keys')).toEqual([{ owner: 'ana' }]);
    await ledger.close();
  });
});

onlyOn('postgres')('when transactions of PostgreSQL get in each other’s way', () => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await Ledger.open('postgres');
  });
  afterEach(() => ledger.close());

  /** Two units that take the same two rows in opposite order, and meet in between: one of them must give way. */
  async function deadlock(tries: number[]): Promise<PromiseSettledResult<unknown>[]> {
    let met = 0;
    let meet: () => void = () => undefined;
    const bothHaveOne = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const unit = (first: number, second: number) =>
      ledger.transactions.run(async (tx) => {
        tries.push(first);
        await tx.query('UPDATE counter SET n = n + 1 WHERE id = $1', [first]);
        met += 1;
        if (met === 2) meet();
        await bothHaveOne;
        await tx.query('UPDATE counter SET n = n + 1 WHERE id = $1', [second]);
      });
    return Promise.allSettled([unit(1, 2), unit(2, 1)]);
  }

  it('one that lost a deadlock is tried again, and both are done once', async () => {
    const tries: number[] = [];
    const outcomes = await deadlock(tries);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(tries).toHaveLength(3);
    expect(await ledger.reads.query('SELECT n FROM counter ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('one whose connection dies is refused as overloaded, and the next succeeds', async () => {
    const dying = ledger.transactions.run(async (tx) => {
      await tx.query('INSERT INTO entries (unit) VALUES (1)');
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await ledger.connections.read.query('SELECT pg_terminate_backend($1)', [own?.pid ?? 0]);
      await tx.query('INSERT INTO entries (unit) VALUES (2)');
    });
    await expect(dying).rejects.toMatchObject({ code: 'overloaded' });
    await ledger.transactions.run((tx) => tx.query('INSERT INTO entries (unit) VALUES (3)'));
    expect(await ledger.units()).toEqual([3]);
  });
});

onlyOn('postgres')('when the connection dies on which a page is read as it was at one moment', () => {
  it('the reader is told to come back, and the next is answered', async () => {
    const forum = await startForum({ database: 'postgres' });
    const snapshots = forum.service(ReplicaReads);
    // A thread that has moved on whenever it is looked at again.
    let isDying = true;
    const read = async (on: Queries) => {
      if (on !== forum.service(PrimaryReads) && isDying)
        await on.query('SELECT pg_terminate_backend(pg_backend_pid())');
      return { thread: { id: forum.thread.id, position: -1 } };
    };
    await expect(snapshots.ofPrimary(read)).rejects.toMatchObject({ code: 'overloaded', retryAfter: 1 });
    isDying = false;
    expect(await snapshots.ofPrimary(read)).toMatchObject({ thread: { id: forum.thread.id } });
  });
});
