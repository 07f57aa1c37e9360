import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { t } from '../../i18n/format.js';

/** What SQLite keeps beside a file: pages that are committed and not yet in it, and the index of those. */
export const BESIDE = ['-wal', '-shm'] as const;

/** False where there is no such file; an error where nobody can tell. */
export function isThere(path: string): boolean {
  try {
    return statSync(path).isFile() || refuse(t('database.noFile', { path }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    throw error;
  }
}

/** Step by step: where the system makes no folder (/proc, a link that leads nowhere), Node's own `recursive` tries for ever. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process that starts beside this one has just made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * SQLite would open a file that it may only read, and fail at the first write, as if the disk were full.
 * @throws an error that names the file or the folder, who this is and whose it is
 */
export function checkAccess(path: string): void {
  for (const file of [path, ...BESIDE.map((end) => path + end)])
    if (existsSync(file)) check(file, constants.R_OK | constants.W_OK, 'database.notReadAndWritten');
  // The files beside it are made and taken away there.
  check(dirname(path), constants.R_OK | constants.W_OK | constants.X_OK, 'database.notWritten');
}

function check(path: string, access: number, refusal: 'database.notReadAndWritten' | 'database.notWritten'): void {
  try {
    accessSync(path, access);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const { uid, mode } = statSync(path);
    const why =
      code === 'EROFS' ? t('database.readOnly') : t('database.owner', { owner: userOf(uid), mode: modeOf(mode) });
    refuse(t(refusal, { path, who: me(), why, code: String(code) }), error);
  }
}

const userOf = (uid: number): string => (uid === 0 ? 'root' : t('database.user', { id: String(uid) }));
const modeOf = (mode: number): string => (mode & 0o777).toString(8).padStart(3, '0');

function me(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user often has no name.
    return t('database.user', { id: String(process.getuid?.()) });
  }
}

function refuse(why: string, cause?: unknown): never {
  throw new Error(why, { cause });
}
