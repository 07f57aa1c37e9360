import type { Fault, Run } from './fault.js';
import { storm } from './f08-concurrency.js';
import { inStore, type Store } from './store.js';

/** Everyone writes at once on PostgreSQL, where units of work take locks across each other and some cannot be serialized. */
function cross(run: Run, waves: readonly number[], broken: readonly string[] = []): Promise<void> {
  const look = async (database: string) =>
    run.measured('deadlocks', await inStore(database, countDeadlocks), { least: 1 });
  return storm(run, { waves, broken: [...broken, 'crossing'], look });
}

async function countDeadlocks(store: Store): Promise<number> {
  const counts = 'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()';
  const [counted] = await store.all<{ n: number }>(counts);
  return counted?.n ?? 0;
}

export const deadlocks: Fault = {
  id: 'F12',
  name: 'deadlocks and serialization failures',
  what: 'On PostgreSQL units of work deadlock, and one in ten cannot be serialized. Each is tried again; nobody is answered 500, and nothing is lost, undone or miscounted.',
  on: ['postgres'],
  run: (run) => cross(run, run.short ? [150, 150] : [400, 400, 400]),
  controls: [
    {
      name: 'one try only',
      shows: 'wrong',
      run: (run) => cross(run, [150], ['one-try']),
    },
  ],
};
