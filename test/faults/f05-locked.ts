import { Locker } from '../support/locker.js';
import type { Fault, Run } from './fault.js';
import { sitOut } from './outage.js';
import { preload } from './server.js';

/** Another process holds SQLite's write lock for so many ms. */
async function lock(run: Run, lasts: number, nodeArgs: readonly string[] = []): Promise<void> {
  const server = await run.server({ nodeArgs });
  await server.start();
  let locker: Locker | undefined;
  run.afterwards(() => locker?.unlock());
  await sitOut(run, server, {
    lasts,
    refusedWithin: 1_000,
    begin: async () => {
      locker = await Locker.lock(server.file);
    },
    end: async () => locker?.unlock(),
  });
}

export const locked: Fault = {
  id: 'F5',
  name: 'the database is locked by another process',
  what: 'Another process holds the write lock for 30 s. The event loop goes on, writes are refused within a second, reads notice nothing.',
  on: ['sqlite'],
  run: (run) => lock(run, run.short ? 5_000 : 30_000),
  controls: [
    {
      name: 'the driver’s own way of waiting',
      shows: 'slow',
      run: (run) => lock(run, 5_000, preload('long-lock-wait')),
    },
  ],
};
