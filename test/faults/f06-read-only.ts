import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Fault, Run } from './fault.js';
import { sitOut } from './outage.js';
import { preload } from './server.js';

const execute = promisify(execFile);
const chattr = (flag: '+i' | '-i', ...files: readonly string[]) => execute('chattr', [flag, ...files]);

/** Why no file can be made immutable here, or null: it takes root and a file system that knows the flag. */
async function lacksImmutable(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoinder-immutable-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  try {
    await chattr('+i', file);
    await chattr('-i', file);
    return null;
  } catch (error) {
    return `no file can be made immutable on this machine (${String((error as { stderr?: string }).stderr).trim()})`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The files stay open, and every write to them fails, as when a disk gives up or rights are taken away. */
async function freeze(run: Run, lasts: number, nodeArgs: readonly string[] = []): Promise<void> {
  const server = await run.server({ nodeArgs });
  await server.start();
  const files = [server.file, `${server.file}-wal`];
  const thaw = () => chattr('-i', ...files);
  run.afterwards(thaw);
  await sitOut(run, server, { lasts, refusedWithin: 200, begin: () => chattr('+i', ...files), end: thaw });
}

export const readOnly: Fault = {
  id: 'F6',
  name: 'the database can only be read',
  what: 'The database’s files refuse every write for a while. Reads are served, writes refused at once, and writing goes on without a restart.',
  on: ['sqlite'],
  lacks: lacksImmutable,
  run: (run) => freeze(run, run.short ? 5_000 : 30_000),
  controls: [
    {
      name: 'a server that answers before it commits',
      shows: 'lost',
      run: (run) => freeze(run, 2_000, preload('answers-before-commit')),
    },
  ],
};
