import { existsSync, renameSync, rmSync } from 'node:fs';
import { BESIDE } from '../opening/sqlite-file.js';

/** One moment of a database as a file of its own, while others write; what waits beside it in a `-wal` is in it. */
export async function copySqlite(from: string, to: string): Promise<void> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(from, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

/**
 * Takes a database for itself and leaves one file of it, nothing beside it.
 * @returns false where another program has it open
 */
export async function claimSqlite(path: string): Promise<boolean> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path, { timeout: 500 });
  try {
    // Only who is alone may leave the way of writing that a forum uses.
    return database.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
  } catch (error) {
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return false;
    throw error;
  } finally {
    database.close();
  }
}

/** What an older database left beside a file that is no more: SQLite would read it as a part of the new one. Answers the new names. */
export function setAside(path: string): string[] {
  return BESIDE.map((end) => path + end)
    .filter((file) => existsSync(file))
    .map((file) => {
      const aside = `${file}.old`;
      rmSync(aside, { force: true });
      renameSync(file, aside);
      return aside;
    });
}
