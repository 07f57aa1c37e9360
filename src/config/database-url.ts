import { resolve } from 'node:path';
import { z } from 'zod';
import { t } from '../i18n/format.js';
import { withPlainPassword } from './secrets.js';

const SQLITE = 'sqlite:';
const POSTGRES = /^postgres(ql)?:\/\/.+$/s;

/** Why something behind `sqlite:` is no path, or not the one that is meant; undefined where it is a path. */
function notAPath(path: string): string | undefined {
  // A database in memory would be another one for each connection.
  if (path === '' || path === ':memory:' || path.startsWith('file:')) return t('config.database');
  // Some programs read sqlite:///x.db from the working folder and others from the root of the disk.
  if (path.startsWith('//')) {
    const name = path.replace(/^\/+/, '');
    return t('config.sqlite.slashes', { name });
  }
  if (path.startsWith('~')) return t('config.sqlite.home');
  if (path.includes('$')) return t('config.sqlite.variable');
  if (/[?#\0]/.test(path)) return t('config.sqlite.parameters');
  if (path !== path.trim()) return t('config.sqlite.spaces');
  if (/[/\\]$/.test(path) || /^\.{1,2}$/.test(path)) return t('config.sqlite.folder');
  return undefined;
}

/** `sqlite:PATH` or `postgres://…`. */
export const databaseUrl = z
  .string()
  .superRefine((url, context) => {
    const wrong = url.startsWith(SQLITE)
      ? notAPath(url.slice(SQLITE.length))
      : POSTGRES.test(url)
        ? undefined
        : t('config.database');
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  })
  .transform((url) => (url.startsWith(SQLITE) ? url : withPlainPassword(url)));

export const postgresUrl = z
  .string()
  .regex(POSTGRES, { error: () => t('config.postgres') })
  .transform(withPlainPassword);

/** Where the file is, whole; null for a database that is no file. */
export const sqlitePath = (url: string): string | null =>
  url.startsWith(SQLITE) ? resolve(url.slice(SQLITE.length)) : null;

/** Which database it is, for whoever wonders: the whole path, or the server and the name, and no password. */
export function databaseName(url: string): string {
  const path = sqlitePath(url);
  if (path !== null) return `${SQLITE}${path}`;
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
