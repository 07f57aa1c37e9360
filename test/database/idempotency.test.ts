import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KEPT, WriteResult, type IdempotencyKey } from '../../src/database/writes/idempotency.js';
import { eachDatabase } from '../support/databases.js';
import { Ledger } from '../support/ledger.js';

eachDatabase('a write that is sent again', (database) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open(database);
  });
  afterAll(() => ledger.close());

  const write = (owner: string, once: IdempotencyKey | null, unit: number) =>
    ledger.writes.run(owner, once, async (tx) => {
      await tx.query('INSERT INTO entries (unit) VALUES ($1)', [unit]);
      return new WriteResult('created', { unit, at: tx.now });
    });
  const count = async (unit: number) => (await ledger.units()).filter((known) => known === unit).length;

  it('is answered with the first answer and not done again', async () => {
    const first = await write('ana', { key: 'k1', fingerprint: 'same' }, 1);
    const again = await write('ana', { key: 'k1', fingerprint: 'same' }, 1);
    expect(first.replayed).toBe(false);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await count(1)).toBe(1);
  });

  it('is refused when it says something else', async () => {
    await write('ana', { key: 'k2', fingerprint: 'one thing' }, 2);
    await expect(write('ana', { key: 'k2', fingerprint: 'another' }, 2)).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });
    expect(await count(2)).toBe(1);
  });

  it('is done once however many arrive at once, and all get the same answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => write('ana', { key: 'k3', fingerprint: 'same' }, 3)),
    );
    expect(await count(3)).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ value }) => JSON.stringify(value))).size).toBe(1);
  });

  it('is somebody’s own: another may use the same key', async () => {
    await write('ana', { key: 'k4', fingerprint: 'same' }, 4);
    const other = await write('ben', { key: 'k4', fingerprint: 'same' }, 4);
    expect(other.replayed).toBe(false);
    expect(await count(4)).toBe(2);
  });

  it('may be tried again with the same key after it failed', async () => {
    const failing = ledger.writes.run('ana', { key: 'k5', fingerprint: 'same' }, async () => {
      throw new Error('not this time');
    });
    await expect(failing).rejects.toThrow('not this time');
    expect((await write('ana', { key: 'k5', fingerprint: 'same' }, 5)).replayed).toBe(false);
  });

  it('is done twice without a key', async () => {
    await write('ana', null, 6);
    await write('ana', null, 6);
    expect(await count(6)).toBe(2);
  });

  it('is remembered for a day, and forgotten after', async () => {
    await write('ana', { key: 'k7', fingerprint: 'same' }, 7);
    await ledger.writes.forgetSome(500);
    expect((await write('ana', { key: 'k7', fingerprint: 'same' }, 7)).replayed).toBe(true);
    await ledger.transactions.run((tx) =>
      tx.query(`UPDATE idempotency_keys SET created_at = created_at - $1 WHERE key = 'k7'`, [KEPT]),
    );
    await ledger.writes.forgetSome(500);
    expect((await write('ana', { key: 'k7', fingerprint: 'same' }, 7)).replayed).toBe(false);
  });
});
