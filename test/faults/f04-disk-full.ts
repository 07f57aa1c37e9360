import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, Run } from './fault.js';
import { fill, lacksMounts, smallDisk } from './mounts.js';
import { sitOut } from './outage.js';
import { preload } from './server.js';

async function fillDisk(run: Run, lasts: number, nodeArgs: readonly string[] = []): Promise<void> {
  const disk = await smallDisk(run, 64);
  const server = await run.server({ database: `sqlite:${join(disk, 'forum.db')}`, nodeArgs });
  await server.start();
  const ballast = join(disk, 'ballast');
  await sitOut(run, server, { lasts, refusedWithin: 200, begin: () => fill(ballast), end: () => rm(ballast) });
}

export const diskFull: Fault = {
  id: 'F4',
  name: 'the disk is full',
  what: 'A disk of 64 MiB is filled to the last byte and freed again. Reads are served all the while, writes refused at once and done again after.',
  on: ['sqlite'],
  lacks: lacksMounts,
  run: (run) => fillDisk(run, run.short ? 5_000 : 30_000),
  controls: [
    {
      name: 'a server that answers before it commits',
      shows: 'lost',
      run: (run) => fillDisk(run, 2_000, preload('answers-before-commit')),
    },
  ],
};
