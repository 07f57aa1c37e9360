import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '../support/postgres-server.mjs';
import type { DatabaseKind, Run } from './fault.js';
import { imagedDisk, mountImage, unmount } from './mounts.js';

/** A database on a disk of its own, whose power can be cut. */
export type Powered = {
  readonly url: string;
  /** Nothing of the database writes any more until `thaw`. The forum is held still already. */
  freeze(): Promise<void>;
  thaw(): void;
  /** The disk's image as it is now, in a file of that name. */
  copyTo(copy: string): Promise<void>;
  /** Opens what is on such a copy, as the next start would, and has it looked at. */
  open(copy: string, look: (url: string) => Promise<void>): Promise<void>;
};

type Settings = Readonly<Record<string, string>>;

/** MiB. PostgreSQL begins with more than SQLite will ever have here. */
const DISK = { sqlite: 96, postgres: 512 } as const;
/** Its log is to find room on the disk. */
const SMALL_LOG = { min_wal_size: '32MB', max_wal_size: '96MB' };

/** @param settings of PostgreSQL, where it is one */
export async function powered(run: Run, settings: Settings): Promise<Powered & { readonly image: string }> {
  const { image, folder } = await imagedDisk(run, DISK[run.database]);
  const database = await KINDS[run.database](run, folder, settings);
  // As large as what was ever written on it, and not as the disk.
  const copyTo = async (copy: string) => void (await promisify(execFile)('cp', ['--sparse=auto', image, copy]));
  const open = async (copy: string, look: (url: string) => Promise<void>) => {
    const found = await mountImage(run, copy);
    try {
      await database.openIn(found, look);
    } finally {
      await unmount(found);
      await rm(copy);
    }
  };
  return { ...database, image, copyTo, open };
}

type OnDisk = Pick<Powered, 'url' | 'freeze' | 'thaw'> & {
  openIn(folder: string, look: (url: string) => Promise<void>): Promise<void>;
};

/** SQLite writes within the forum's process. */
async function sqliteIn(_run: Run, folder: string): Promise<OnDisk> {
  const urlIn = (place: string) => `sqlite:${join(place, 'forum.db')}`;
  return {
    url: urlIn(folder),
    freeze: async () => undefined,
    thaw: () => undefined,
    openIn: (place, look) => look(urlIn(place)),
  };
}

async function postgresIn(run: Run, folder: string, settings: Settings): Promise<OnDisk> {
  const all = { ...SMALL_LOG, ...settings };
  const server = await startPostgres(undefined, { durable: true, folder: join(folder, 'data'), settings: all });
  let still: readonly number[] = [];
  const thaw = () => {
    for (const pid of still) process.kill(pid, 'SIGCONT');
    still = [];
  };
  run.afterwards(() => server.stop());
  run.afterwards(thaw);
  return {
    url: server.url,
    async freeze() {
      // The parent first: it begins no other meanwhile.
      const parent = server.pid();
      process.kill(parent, 'SIGSTOP');
      still = [parent, ...(await childrenOf(parent))];
      for (const pid of still) process.kill(pid, 'SIGSTOP');
    },
    thaw,
    async openIn(place, look) {
      const data = join(place, 'data');
      // It names a process that runs still, but on another disk.
      await rm(join(data, 'postmaster.pid'));
      const again = await startPostgres(undefined, { folder: data });
      try {
        await look(again.url);
      } finally {
        await again.crash();
        await again.stop();
      }
    },
  };
}

const KINDS: Readonly<Record<DatabaseKind, (run: Run, folder: string, settings: Settings) => Promise<OnDisk>>> = {
  sqlite: sqliteIn,
  postgres: postgresIn,
};

const childrenOf = async (pid: number): Promise<number[]> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
