import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
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

/** A disk of its own: an image of so many MiB with ext4 on it, mounted. */
export async function imagedDisk(
  run: Run,
  mebibytes: number,
): Promise<{ readonly image: string; readonly folder: string }> {
  const home = await mkdtemp(join(tmpdir(), 'rejoinder-image-'));
  run.afterwards(() => rm(home, { recursive: true, force: true }));
  const image = join(home, 'disk.img');
  await writeFile(image, '');
  await truncate(image, mebibytes << 20);
  await execute('mkfs.ext4', ['-q', '-F', image]);
  return { image, folder: await mountImage(run, image) };
}

/** What is on an image, with its journal played back as after a crash. */
export async function mountImage(run: Run, image: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoinder-disk-'));
  await execute('mount', ['-o', 'loop', image, folder]);
  run.afterwards(() => unmount(folder).catch(() => undefined));
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
