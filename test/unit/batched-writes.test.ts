import { describe, expect, it } from '@jest/globals';
import { BatchedWrites, type BatchedWork, type Settled } from '../../src/database/writes/batched-writes.js';
import type { Tx } from '../../src/database/transactions.js';
import { ForumError } from '../../src/errors/forum-error.js';

type Work = BatchedWork<string, string>;
type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

const atOnce: Run = (work) => work({} as Tx);
const done = (item: string): Settled<string> => ({ done: item.toUpperCase() });

/** Batched writes, and the batches that they have written. */
function writing(change: Partial<Work> = {}, { run = atOnce, lanes = 1 }: { run?: Run; lanes?: number } = {}) {
  const batches: (readonly string[])[] = [];
  const observed: number[] = [];
  const sizes = { observe: (size: number) => void observed.push(size) };
  const { write = (_tx, items) => Promise.resolve(items.map(done)), ...rest } = change;
  const writes = new BatchedWrites<string, string>(
    run,
    { lanes, sizes },
    {
      most: 4,
      apart: (item) => item,
      alone: (item) => item.startsWith('alone'),
      ...rest,
      write: (tx, items) => {
        batches.push(items);
        return write(tx, items);
      },
    },
  );
  return {
    batches,
    observed,
    writes,
    all: (...items: string[]) => Promise.allSettled(items.map((item) => writes.run(item))),
  };
}

const values = (settled: readonly PromiseSettledResult<string>[]) =>
  settled.map((one) => (one.status === 'fulfilled' ? one.value : String((one.reason as Error).message)));

describe('what waits together', () => {
  it('is written together, in its order, and each is answered with its own', async () => {
    const { batches, observed, all } = writing();
    expect(values(await all('a', 'b', 'c'))).toEqual(['A', 'B', 'C']);
    expect(batches).toEqual([['a', 'b', 'c']]);
    await new Promise(setImmediate);
    expect(observed).toEqual([3]);
  });

  it('is written in several batches where there is more of it than one may hold', async () => {
    const { batches, writes, all } = writing();
    const answers = all('a', 'b', 'c', 'd', 'e', 'f');
    expect(writes.waiting).toBe(6);
    expect(values(await answers)).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
    expect(batches).toEqual([
      ['a', 'b', 'c', 'd'],
      ['e', 'f'],
    ]);
    expect(writes.waiting).toBe(0);
  });

  it('is joined by who comes until its transaction has begun', async () => {
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { batches, writes } = writing({}, { run: (work) => begun.then(() => work({} as Tx)) });
    const first = writes.run('a');
    await new Promise(setImmediate);
    const second = writes.run('b');
    begin();
    expect(await Promise.all([first, second])).toEqual(['A', 'B']);
    expect(batches).toEqual([['a', 'b']]);
  });

  it('is never two of one key: the second, and what comes after it of the same key, waits', async () => {
    const { batches, all } = writing({ apart: (item) => item[0]! });
    await all('a1', 'a2', 'b1', 'a3', 'c1');
    expect(batches).toEqual([['a1', 'b1', 'c1'], ['a2'], ['a3']]);
  });

  it('is no company for what has a batch to itself', async () => {
    const { batches, all } = writing();
    await all('a', 'alone', 'b', 'alone too', 'c');
    expect(batches).toEqual([['a', 'b', 'c'], ['alone'], ['alone too']]);
  });
});

describe('one that fails', () => {
  const refusing = (_tx: Tx, items: readonly string[]) =>
    Promise.resolve(items.map((item) => (item === 'bad' ? { failed: new Error('Bad') } : done(item))));

  it('fails nobody else', async () => {
    const { batches, all } = writing({ write: refusing });
    expect(values(await all('a', 'bad', 'c'))).toEqual(['A', 'Bad', 'C']);
    expect(batches).toHaveLength(1);
  });

  it('leaves nothing where it is alone: its transaction fails with it', async () => {
    const rolledBack: unknown[] = [];
    const run: Run = (work) =>
      work({} as Tx).catch((error: unknown) => {
        rolledBack.push(error);
        throw error;
      });
    expect(values(await writing({ write: refusing }, { run }).all('bad'))).toEqual(['Bad']);
    expect(rolledBack).toEqual([new Error('Bad')]);
  });

  it('is the only one that fails where the database would not take it: each is written alone', async () => {
    const strict = (_tx: Tx, items: readonly string[]) =>
      items.includes('bad') ? Promise.reject(new Error('No')) : Promise.resolve(items.map(done));
    const { batches, all } = writing({ write: strict });
    expect(values(await all('a', 'bad', 'c'))).toEqual(['A', 'No', 'C']);
    expect(batches).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('for want of a database fails all of its batch, once', async () => {
    const away: Run = () => Promise.reject(new ForumError('overloaded'));
    const { batches, all } = writing({}, { run: away });
    expect((await all('a', 'b')).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(batches).toEqual([]);
  });

  it('keeps nothing behind it from being written', async () => {
    const { all } = writing({ write: refusing });
    await all('bad');
    expect(values(await all('a'))).toEqual(['A']);
  });
});

describe('a batch whose COMMIT is not answered yet', () => {
  const uncommitted: Run = (work) => work({} as Tx).then(() => new Promise(() => undefined));
  const batchesIn = async (lanes: number) => {
    const { batches, writes } = writing({}, { run: uncommitted, lanes });
    for (const item of ['a', 'b']) {
      void writes.run(item);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    }
    return batches;
  };

  it('lets the next one begin where there is another lane', async () => {
    expect(await batchesIn(2)).toEqual([['a'], ['b']]);
  });

  it('keeps it waiting where there is none', async () => {
    expect(await batchesIn(1)).toEqual([['a']]);
  });
});

describe('a batch that is never done', () => {
  const stuck: Run = (work) =>
    work({} as Tx).then((settled) =>
      (settled as Settled<string>[]).some((one) => 'done' in one && one.done === 'STUCK')
        ? new Promise(() => undefined)
        : settled,
    );

  it('keeps nobody behind it waiting where there is another lane', async () => {
    const { writes, all } = writing({}, { run: stuck, lanes: 2 });
    void writes.run('stuck');
    await new Promise(setImmediate);
    expect(values(await all('a', 'b'))).toEqual(['A', 'B']);
  });

  it('is the last where there is none (positive control)', async () => {
    const { batches, writes } = writing({}, { run: stuck, lanes: 1 });
    void writes.run('stuck');
    await new Promise(setImmediate);
    void writes.run('a');
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    expect(batches).toEqual([['stuck']]);
    expect(writes.waiting).toBe(1);
  });
});
