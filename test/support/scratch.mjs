import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Linux’ memory that looks like a folder. */
const MEMORY = '/dev/shm';
/** Bytes that the databases of a run may need at once. */
const ENOUGH = 4 * 1024 ** 3;

/**
 * Where databases of tests lie: in memory where there is enough of it, for they are synced to their disk thousands of times a run.
 * Somebody's own TMPDIR counts more.
 *
 * @returns {string}
 */
export function scratch() {
  if (process.env.TMPDIR) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
