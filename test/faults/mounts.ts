import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Run } from './fault.js';

const execute = promisify(execFile);

/** Why nothing can be mounted here, or null where it can: it takes root, and a container that was allowed to. */
export async function lacksMounts(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoinder-mount-'));
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
    await execute('umount', [folder]);
    return null;
  } catch (error) {
    return `nothing can be mounted on this machine (${String((error as { stderr?: string }).stderr).trim()})`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A file system in memory of so many MiB; gone when the run ends. Answers its folder. */
export async function smallDisk(run: Run, mebibytes: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoinder-disk-'));
  await execute('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
  run.afterwards(() => unmount(folder));
  return folder;
}

export async function unmount(folder: string): Promise<void> {
  await execute('umount', [folder]);
  await rm(folder, { recursive: true });
}

/** Writes a file until the disk has no room for a single byte more. */
export async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const size of [1 << 20, 4096, 1]) await writeWhileThereIsRoom(file, Buffer.alloc(size));
  } finally {
    await file.close();
  }
}

async function writeWhileThereIsRoom(file: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<void> {
  try {
    for (;;) await file.write(chunk);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  }
}
