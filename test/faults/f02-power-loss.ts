import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkDatabase } from './checker.js';
import { Crowd } from './crowd.js';
import type { Fault, Run } from './fault.js';
import { imagedDisk, lacksMounts, mountImage, unmount } from './mounts.js';
import { preload } from './server.js';
import { between } from './statistics.js';
import { inStore } from './store.js';

/** MiB of the disk that loses its power. */
const DISK = 96;

/**
 * The database lies on a disk of its own, an image behind a loop device. The image alone is what a power cut leaves: what the
 * process and the file system have in memory has not reached it. It is copied while the server is held still, so that the
 * copy is of one moment; what had been acknowledged by then has to be on it.
 */
async function cutPower(run: Run, cuts: number, broken: readonly string[] = []): Promise<void> {
  const { image, folder } = await imagedDisk(run, DISK);
  const server = await run.server({ database: `sqlite:${join(folder, 'forum.db')}`, nodeArgs: preload(...broken) });
  await server.start();
  const crowd = await Crowd.gather(run, server, { posters: 20, followers: 5, think: 100 });
  crowd.begin();
  for (let n = 1; n <= cuts; n += 1) {
    await delay(between(100, 700));
    server.freeze();
    await copyFile(image, `${image}.cut`);
    const told = [...crowd.journal.acknowledged];
    server.thaw();
    await checkImage(run, `${image}.cut`, told, n);
    if (n % 10 === 0) run.log(`${n} cuts, ${told.length} acknowledged before the last`);
  }
  await crowd.settle(run);
  run.measured('power cuts', cuts);
  await crowd.check(run);
}

/** Plays the journal of the file system and that of the database back, as the next start would. */
async function checkImage(run: Run, image: string, told: readonly { readonly id: string }[], n: number): Promise<void> {
  const folder = await mountImage(run, image);
  const url = `sqlite:${join(folder, 'forum.db')}`;
  try {
    const there = await inStore(url, (store) => store.all<{ id: string }>('SELECT id FROM messages'));
    const ids = new Set(there.map(({ id }) => id));
    const lost = told.filter(({ id }) => !ids.has(id));
    run.found(
      'lost',
      lost.map(({ id }) => `${id}, after power cut ${n}`),
    );
    await checkDatabase(run, url);
  } finally {
    await unmount(folder);
    await rm(image);
  }
}

export const powerLoss: Fault = {
  id: 'F2',
  name: 'the power goes',
  what: 'The database’s disk is copied at random moments as a power cut would leave it, and mounted again: everything acknowledged is on it, and it is sound.',
  lacks: lacksMounts,
  run: (run) => cutPower(run, run.short ? 10 : 100),
  controls: [
    {
      name: 'a database that does not wait for the disk',
      shows: 'lost',
      run: (run) => cutPower(run, 10, ['synchronous-off']),
    },
  ],
};
