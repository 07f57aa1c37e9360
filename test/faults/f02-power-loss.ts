import { setTimeout as delay } from 'node:timers/promises';
import { checkDatabase } from './checker.js';
import { Crowd } from './crowd.js';
import { BOTH, type Fault, type Run } from './fault.js';
import { lacksMounts } from './mounts.js';
import { checkPostgresFiles } from './postgres-files.js';
import { powered } from './powered.js';
import { preload } from './server.js';
import { between } from './statistics.js';
import { inStore } from './store.js';

type Cuts = {
  readonly cuts: number;
  readonly nodeArgs?: readonly string[];
  /** Of PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * The database lies on a disk of its own, an image behind a loop device. The image alone is what a power cut leaves: what the
 * process and the file system have in memory has not reached it. It is copied while all that writes is held still, so that the
 * copy is of one moment; what had been acknowledged by then has to be on it.
 */
async function cutPower(run: Run, { cuts, nodeArgs = [], settings = {} }: Cuts): Promise<void> {
  const disk = await powered(run, settings);
  const server = await run.server({ database: disk.url, nodeArgs });
  await server.start();
  const crowd = await Crowd.gather(run, server, { posters: 20, followers: 5, think: 100 });
  crowd.begin();
  const copy = `${disk.image}.cut`;
  for (let n = 1; n <= cuts; n += 1) {
    await delay(between(100, 700));
    server.freeze();
    await disk.freeze();
    await disk.copyTo(copy);
    const told = [...crowd.journal.acknowledged];
    disk.thaw();
    server.thaw();
    await disk.open(copy, (url) => checkCopy(run, url, told, n));
    if (n % 10 === 0) run.log(`${n} cuts, ${told.length} acknowledged before the last`);
  }
  await crowd.settle(run);
  run.measured('power cuts', cuts);
  await crowd.check(run);
}

/** What the next start finds, once the journal of the file system and that of the database are played back. */
async function checkCopy(run: Run, url: string, told: readonly { readonly id: string }[], n: number): Promise<void> {
  const there = await inStore(url, (store) => store.all<{ id: string }>('SELECT id FROM messages'));
  const ids = new Set(there.map(({ id }) => id));
  const lost = told.filter(({ id }) => !ids.has(id));
  run.found(
    'lost',
    lost.map(({ id }) => `${id}, after power cut ${n}`),
  );
  await checkDatabase(run, url);
  if (run.database === 'postgres') await checkPostgresFiles(run, url);
}

export const powerLoss: Fault = {
  id: 'F2',
  name: 'the power goes',
  what: 'The database’s disk is copied at random moments as a power cut would leave it, and mounted again: everything acknowledged is on it, and it is sound.',
  on: BOTH,
  lacks: lacksMounts,
  run: (run) => cutPower(run, { cuts: run.short ? 10 : 100 }),
  controls: [
    {
      name: 'a database that does not wait for the disk',
      shows: 'lost',
      on: ['sqlite'],
      run: (run) => cutPower(run, { cuts: 10, nodeArgs: preload('synchronous-off') }),
    },
    {
      name: 'a PostgreSQL that does not wait for the disk',
      shows: 'lost',
      on: ['postgres'],
      run: (run) => cutPower(run, { cuts: 10, settings: { synchronous_commit: 'off' } }),
    },
  ],
};
