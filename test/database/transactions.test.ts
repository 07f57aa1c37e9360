import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ForumError } from '../../src/errors/forum-error.js';
import { eachDatabase, onlyOn } from '../support/databases.js';
import { Ledger } from '../support/ledger.js';

type Ask = (sql: string) => Promise<unknown>;
/** A way to run a unit of work, and a way to read beside it. */
type Way = { readonly run: (work: (ask: Ask) => Promise<void>) => Promise<void>; readonly read: Ask };

const turn = () => new Promise(setImmediate);
const turns = async (count: number) => {
  for (let n = 0; n < count; n += 1) await turn();
};
/** How many turns of the event loop a unit lasts: many, so that units overlap however they are run. */
const WORK = 20;
class ChangedMyMind extends Error {}

/**
 * 200 units at once, two entries each; every fifth fails after its second. Somebody reads all the while.
 * Answers which units were acknowledged, which are there afterwards, and every read that saw what was never committed or
 * half of a unit.
 */
async function storm({ run, read }: Way): Promise<{ acknowledged: number[]; kept: number[]; dirty: number[][] }> {
  const acknowledged: number[] = [];
  const dirty: number[][] = [];
  const seen = async () =>
    ((await read('SELECT unit FROM entries ORDER BY id')) as { unit: number }[]).map(({ unit }) => unit);
  const fails = (unit: number) => unit % 5 === 0;
  const look = async () => {
    const units = await seen();
    const odd = units.filter((unit) => fails(unit) || units.filter((other) => other === unit).length !== 2);
    if (odd.length > 0) dirty.push(odd);
  };
  const going = new AbortController();
  const reader = (async () => {
    while (!going.signal.aborted) {
      await look();
      await turn();
    }
  })();
  const units = Array.from({ length: 200 }, (_, index) => index + 1);
  await Promise.all(
    units.map(async (unit) => {
      await turns(unit);
      try {
        await run(async (ask) => {
          await ask(`INSERT INTO entries (unit) VALUES (${unit})`);
          await turns(WORK);
          await ask(`INSERT INTO entries (unit) VALUES (${unit})`);
          await turn();
          if (fails(unit)) throw new ChangedMyMind();
        });
        acknowledged.push(unit);
      } catch {
        // Not acknowledged: nobody was promised anything.
      }
    }),
  );
  going.abort();
  await reader;
  return {
    acknowledged: acknowledged.toSorted((a, b) => a - b),
    kept: (await seen()).toSorted((a, b) => a - b),
    dirty,
  };
}

const twice = (units: readonly number[]): number[] => units.flatMap((unit) => [unit, unit]);

eachDatabase('200 transactions at once, every fifth failing', (database) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open(database);
  });
  afterAll(() => ledger.close());

  it('loses none that was acknowledged, keeps none that failed, and shows none before its commit', async () => {
    const { acknowledged, kept, dirty } = await storm({
      run: (work) => ledger.transactions.run((tx) => work((sql) => tx.query(sql))),
      read: (sql) => ledger.reads.query(sql),
    });
    expect(acknowledged).toHaveLength(160);
    expect(kept).toEqual(twice(acknowledged));
    expect(dirty).toEqual([]);
  });
});

onlyOn('sqlite')('the same through plain TypeORM (positive control)', () => {
  it('loses what was acknowledged, or shows what never was', async () => {
    const ledger = await Ledger.open('sqlite');
    const { write } = ledger.connections;
    const { acknowledged, kept, dirty } = await storm({
      run: (work) => write.transaction((manager) => work((sql) => manager.query(sql))),
      read: (sql) => write.query(sql),
    });
    await ledger.close();
    const lost = acknowledged.filter((unit) => !kept.includes(unit));
    expect(lost.length).toBeGreaterThan(0);
    expect(dirty.length).toBeGreaterThan(0);
  });
});

eachDatabase('a unit of work', (database) => {
  let ledger: Ledger;
  const heard: string[] = [];
  beforeAll(async () => {
    ledger = await Ledger.open(database);
    ledger.bus.on('site.changed', ({ siteId }) => {
      heard.push(siteId);
    });
  });
  afterAll(() => ledger.close());
  beforeEach(() => {
    heard.length = 0;
  });

  it('inside another throws at once, and the other goes on', async () => {
    const { transactions } = ledger;
    const inner = transactions.run(async () => {
      await turn();
      await expect(transactions.run(async () => 'never')).rejects.toThrow('transactions.run inside transactions.run');
      return 'outer';
    });
    await expect(inner).resolves.toBe('outer');
    await expect(transactions.run(() => transactions.run(async () => 'never'))).rejects.toThrow('inside');
    await expect(transactions.run(async () => 'next')).resolves.toBe('next');
  });

  it('reads nothing on another connection: so many units as there are connections would wait for each other', async () => {
    const { transactions, reads } = ledger;
    const within = transactions.run(async () => {
      await turn();
      await expect(reads.query('SELECT 1')).rejects.toThrow('inside transactions.run');
      return 'done';
    });
    await expect(within).resolves.toBe('done');
    await expect(reads.query('SELECT 1')).resolves.toHaveLength(1);
  });

  it('may follow from another that is over', async () => {
    const { transactions } = ledger;
    let follow: Promise<string> | undefined;
    let over: () => void = () => undefined;
    const isOver = new Promise<void>((resolve) => {
      over = resolve;
    });
    await transactions.run(async () => {
      follow = isOver.then(() => transactions.run(async () => 'afterwards'));
    });
    over();
    await expect(follow).resolves.toBe('afterwards');
  });

  it('answers what it worked out', async () => {
    await expect(ledger.transactions.run(async () => 'done')).resolves.toBe('done');
  });

  it('fails with what it threw, and leaves nothing', async () => {
    const before = await ledger.units();
    const failing = ledger.transactions.run(async (tx) => {
      await tx.query('INSERT INTO entries (unit) VALUES (1000)');
      throw new ForumError('thread_closed');
    });
    await expect(failing).rejects.toMatchObject({ code: 'thread_closed' });
    expect(await ledger.units()).toEqual(before);
  });

  it('lets one that fails in a statement harm no other', async () => {
    const outcomes = await Promise.allSettled([
      ledger.transactions.run((tx) => tx.query('INSERT INTO entries (unit) VALUES (2001)')),
      ledger.transactions.run((tx) => tx.query('INSERT INTO nowhere (unit) VALUES (2002)')),
      ledger.transactions.run((tx) => tx.query('INSERT INTO entries (unit) VALUES (2003)')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ledger.units()).toEqual(expect.arrayContaining([2001, 2003]));
  });

  it('tells its events after the commit, when everyone can read what they are about', async () => {
    const seen: Promise<number[]>[] = [];
    ledger.bus.on('member.changed', () => {
      seen.push(ledger.units());
    });
    await ledger.transactions.run(async (tx) => {
      tx.emit({ name: 'member.changed', memberId: 'ana' });
      await tx.query('INSERT INTO entries (unit) VALUES (3000)');
      await turn();
      expect(seen).toEqual([]);
    });
    expect(seen).toHaveLength(1);
    expect(await seen[0]).toContain(3000);
  });

  it('tells no event of what failed', async () => {
    const failing = ledger.transactions.run(async (tx) => {
      tx.emit({ name: 'site.changed', siteId: 'never' });
      throw new ChangedMyMind();
    });
    await expect(failing).rejects.toThrow(ChangedMyMind);
    expect(heard).toEqual([]);
  });

  it('tells events in the order of commits, however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, unit) =>
        ledger.transactions
          .run(async (tx) => {
            const [row] = await tx.query<{ n: number }>('UPDATE counter SET n = n + 1 WHERE id = 1 RETURNING n');
            tx.emit({ name: 'site.changed', siteId: String(row?.n) });
            if (unit % 7 === 3) throw new ChangedMyMind();
          })
          .catch(() => undefined),
      ),
    );
    const [{ n } = { n: 0 }] = await ledger.reads.query<{ n: number }>('SELECT n FROM counter WHERE id = 1');
    expect(heard).toEqual(Array.from({ length: n }, (_, index) => String(index + 1)));
  });

  it('is told to its listeners even when one of them fails', async () => {
    ledger.bus.on('tokens.revoked', () => {
      throw new Error('a listener of this test’s own');
    });
    const told: number[] = [];
    ledger.bus.on('tokens.revoked', ({ hashes }) => {
      told.push(hashes.length);
    });
    await ledger.transactions.run(async (tx) => tx.emit({ name: 'tokens.revoked', hashes: ['a'] }));
    expect(told).toEqual([1]);
  });
});

onlyOn('sqlite')('units that share a commit', () => {
  it('leave turns of the event loop to everyone else', async () => {
    const ledger = await Ledger.open('sqlite');
    const taken: number[] = [];
    const going = new AbortController();
    const others = (async () => {
      for (let n = 0; !going.signal.aborted; n += 1) {
        taken.push(n);
        await turn();
      }
    })();
    const seen: number[] = [];
    const work = async () => {
      seen.push(taken.length);
      for (const begun = performance.now(); performance.now() - begun < 3;);
    };
    await Promise.all(Array.from({ length: 20 }, () => ledger.transactions.run(work)));
    going.abort();
    await others;
    await ledger.close();
    expect(new Set(seen).size).toBe(20);
  });
});

describe('what a power cut leaves', () => {
  onlyOn('sqlite')('on SQLite', () => {
    it('is everything acknowledged: the log is synced at every commit', async () => {
      const ledger = await Ledger.open('sqlite');
      const { write, read } = ledger.connections;
      expect(await write.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
      expect(await write.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      expect(await write.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
      await expect(read.query('INSERT INTO entries (unit) VALUES (1)')).rejects.toThrow('readonly');
      await ledger.close();
    });
  });
});
