import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { newSecret } from '../../database/ids.js';

/**
 * The key beside a database that is a file, where nobody has set SECRET_KEY; made where there is none. Of several processes that make
 * one at once all take the same.
 */
export function ownKey(databasePath: string): string {
  const path = `${databasePath}.key`;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = `${path}.${process.pid}`;
  writeFileSync(made, `${newSecret()}\n`, { mode: 0o600 });
  try {
    // Whole, or not there: nobody reads half of it.
    linkSync(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(made);
  }
  return readFileSync(path, 'utf8').trim();
}
