import { afterAll, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { newId } from '../../src/database/ids.js';
import { minutes } from '../support/clock.js';
import { eachDatabase, type Database } from '../support/databases.js';
import { Ledger } from '../support/ledger.js';

jest.setTimeout(120_000);

const TYPESCRIPT = new URL('../faults/typescript.mjs', import.meta.url).href;
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
const STEPS = ['claimed', 'effect, uncommitted', 'effect committed', 'done, uncommitted', 'done'] as const;
const JOBS = [0, 1, 2, 3, 4, 5];

eachDatabase('a job whose process is killed', (database: Database) => {
  const opened: Ledger[] = [];
  afterAll(async () => {
    for (const one of opened) await one.close();
  });

  const filled = async (kind: string): Promise<Ledger> => {
    const ledger = await Ledger.open(database);
    opened.push(ledger);
    for (const n of JOBS) {
      const id = newId(Date.now());
      await ledger.transactions.run((tx) =>
        tx.query(
          `INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
             VALUES ($1, $2, $1, $3, 'waiting', 1, 0, $4, $4)`,
          [id, kind, JSON.stringify({ n }), tx.now - 1],
        ),
      );
    }
    return ledger;
  };

  /** A real process: by which signal it ended, or with which code. */
  const aProcess = async (ledger: Ledger, ahead: number, step: string): Promise<string | number> => {
    const url = database === 'sqlite' ? `sqlite:${ledger.path}` : ledger.path;
    const child = spawn(process.execPath, ['--import', TYPESCRIPT, WORKER, url, String(ahead), step], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal ?? code ?? 'nothing';
  };

  const left = async (ledger: Ledger) =>
    (await ledger.reads.query<{ n: number }>('SELECT count(*) AS n FROM jobs')).map(({ n }) => Number(n));

  it('is done by another, and its effect is there once, whichever step it died at', async () => {
    const ledger = await filled('keyed');
    let ahead = 0;
    for (const step of STEPS.slice(0, -1)) {
      expect([step, await aProcess(ledger, ahead, step)]).toEqual([step, 'SIGKILL']);
      // Later than any lease.
      ahead += minutes(2);
    }
    // Several at once: what they hold is done by one of them.
    const ended = await Promise.all(['none', 'done', 'none'].map((step) => aProcess(ledger, ahead, step)));
    expect(ended).toEqual([0, 'SIGKILL', 0]);
    expect((await ledger.units()).toSorted()).toEqual(JOBS);
    expect(await left(ledger)).toEqual([0]);
  });

  it('has its effect twice where its handler keeps no key (positive control)', async () => {
    const ledger = await filled('careless');
    expect(await aProcess(ledger, 0, 'effect committed')).toBe('SIGKILL');
    expect(await aProcess(ledger, minutes(2), 'none')).toBe(0);
    expect((await ledger.units()).toSorted()).toEqual([0, ...JOBS].toSorted());
  });
});
