import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { BESIDE } from '../opening/sqlite-file.js';

/** On the disk, and not only on its way there. */
export function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A file that is made under another name and is there whole or not at all. What is there already is never written over. */
export async function makeWhole(path: string, make: (part: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) throw new Error(`${path} is there already; nothing is written over`);
  const part = `${path}.part-${process.pid}`;
  // Mail addresses and hashes of tokens are in it: it is for whoever made it.
  const mask = process.umask(0o077);
  try {
    await make(part);
    sync(part);
    // Unlike a rename it fails where somebody else has made it meanwhile.
    linkSync(part, path);
    sync(dirname(path));
  } finally {
    process.umask(mask);
    rmSync(part, { force: true });
  }
}

/** Puts a database in the place of another, which nobody has open. */
export function putInPlace(part: string, path: string): void {
  for (const end of BESIDE) rmSync(path + end, { force: true });
  sync(part);
  renameSync(part, path);
  sync(dirname(path));
}
