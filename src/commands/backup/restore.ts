import { language, t } from '../../i18n/format.js';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { databaseName, sqlitePath } from '../../config/database-url.js';
import { unknownOf } from '../../database/backup/epochs.js';
import { putInPlace } from '../../database/backup/files.js';
import { look, lookAtSqlite } from '../../database/backup/looking.js';
import * as postgres from '../../database/backup/postgres.js';
import {
  countsOf,
  eachErased,
  erased,
  erasedIn,
  orphans,
  soundness,
  type Counts,
  type Erased,
} from '../../database/backup/recounts.js';
import { claimSqlite, copySqlite, setAside } from '../../database/backup/sqlite.js';
import { inspect, type Found } from '../../database/opening/inspection.js';
import { BESIDE, makeFolder } from '../../database/opening/sqlite-file.js';
import { RestoredService } from '../../messages/erasures/restored.service.js';
import type { Tools } from '../command.js';

type Asked = { readonly file: string; readonly replace: boolean; readonly erasedList: string | undefined };
type Restored = { readonly counts: Counts; readonly again: number; readonly notes: readonly string[] };

/** Puts a backup in the place of an empty database, or with `replace` of the one that is there; looks at all of it before it touches anything. */
export async function restore(config: Config, asked: Asked, tools: Tools): Promise<Restored> {
  const file = resolve(asked.file);
  if (!existsSync(file)) throw new Error(t('command.restore.noFile', { file }));
  const path = sqlitePath(config.DATABASE_URL);
  if (path === file) throw new Error(t('command.restore.itself', { file }));
  await (path === null ? checkDump(config, file, tools) : checkFile(config, file));
  const notes: string[] = [];
  const gone = await whoIsGone(config, asked, notes);
  if (path === null) {
    await intoPostgres(config, file, tools);
    return { ...(await renew(config, gone, tools)), notes };
  }
  makeFolder(dirname(path));
  await claim(config, path, notes);
  const part = `${path}.restoring`;
  for (const end of ['', ...BESIDE]) rmSync(part + end, { force: true });
  await copySqlite(file, part);
  const done = await renew({ ...config, DATABASE_URL: `sqlite:${part}` }, gone, tools);
  if (!(await claimSqlite(part)) || (existsSync(path) && !(await claimSqlite(path).catch(() => true))))
    throw inUse(config);
  putInPlace(part, path);
  return { ...done, notes };
}

async function checkFile(config: Config, file: string): Promise<void> {
  const found = await inspect({ ...config, DATABASE_URL: `sqlite:${file}` }).catch((error: Error) => {
    throw refuse(file, error.message);
  });
  if (found.state !== 'forum') throw refuse(file, objects(found));
  const faults = await lookAtSqlite(file, async (on) => [...(await soundness(on)), ...(await orphans(on))]).catch(
    (error: Error) => [error.message],
  );
  if (faults.length > 0) throw refuse(file, t('command.restore.damaged', { faults: faults.slice(0, 3).join(', ') }));
}

const refuse = (file: string, why: string): Error => new Error(t('command.restore.notTaken', { file, why }));

function objects(found: Found): string {
  if (found.state === 'newer') return newer(found.migrations);
  if (found.state === 'foreign') return t('command.restore.others', { what: some(found.tables) });
  return t('command.restore.noForum');
}

const newer = (migrations: readonly string[]): string => t('command.restore.newer', { what: migrations.join(', ') });
const some = (tables: readonly string[]): string => tables.slice(0, 3).join(', ') + (tables.length > 3 ? ' …' : '');

async function checkDump(config: Config, file: string, { environment }: Tools): Promise<void> {
  await postgres.requireProgram('pg_restore', environment, await postgres.serverVersion(config.DATABASE_URL));
  const tables = await postgres.tablesOf(file, environment).catch((error: Error) => {
    throw refuse(file, error.message);
  });
  if (!tables.includes('messages') || !tables.includes('migrations')) throw refuse(file, t('command.restore.noForum'));
  const unknown = unknownOf(await postgres.migrationsOf(file, environment));
  if (unknown.length > 0) throw refuse(file, newer(unknown));
}

/** Whom the database that is replaced knows to be erased, and whom the list names. @throws where something is there that must not be replaced */
async function whoIsGone(config: Config, { replace, erasedList }: Asked, notes: string[]): Promise<Erased[]> {
  const named = erasedList === undefined ? [] : erasedIn(readFileSync(erasedList, 'utf8'));
  const found = await inspect(config).catch((error: Error): Found | Error => error);
  if (!(found instanceof Error) && ['absent', 'empty'].includes(found.state)) return eachErased(named);
  if (!(found instanceof Error) && found.state === 'foreign')
    throw new Error(t('command.restore.foreign', { name: nameOf(config), what: some(found.tables) }));
  if (!replace) {
    const holds =
      found instanceof Error ? found.message : await look(config, countsOf).then(tell, (error: Error) => error.message);
    throw new Error(t('command.restore.notEmpty', { name: nameOf(config), what: holds }));
  }
  // It may be so broken that it is replaced for that.
  const known = found instanceof Error ? null : await look(config, erased).catch(() => null);
  if (known === null) notes.push(t('command.restore.unread'));
  return eachErased([...named, ...(known ?? [])]);
}

async function claim(config: Config, path: string, notes: string[]): Promise<void> {
  if (!existsSync(path)) {
    const aside = setAside(path);
    if (aside.length > 0) notes.push(t('command.restore.aside', { files: listed(aside) }));
    return;
  }
  // What cannot even be opened is nobody's any more.
  if (!(await claimSqlite(path).catch(() => true))) throw inUse(config);
}

const inUse = (config: Config): Error => new Error(t('command.restore.inUse', { name: nameOf(config) }));

async function intoPostgres(config: Config, file: string, { environment }: Tools): Promise<void> {
  const url = config.DATABASE_URL;
  if ((await postgres.companyOn(url)) > 0) throw inUse(config);
  await postgres.dropTablesBeside(url, await postgres.tablesOf(file, environment));
  await postgres.restoreDump(url, file, environment);
}

/** Brings it to this version's schema, gives every topic a new epoch, and erases again who was erased since. */
async function renew(config: Config, gone: readonly Erased[], { open }: Tools): Promise<Omit<Restored, 'notes'>> {
  // Nobody else is to hear of it.
  const forum: INestApplicationContext = await open({ ...config, REDIS_URL: null, DATABASE_READ_URL: null });
  try {
    const again = await forum.get(RestoredService, { strict: false }).settle(gone);
    return { counts: await look(config, countsOf), again };
  } finally {
    await forum.close();
  }
}

const nameOf = (config: Config): string => databaseName(config.DATABASE_URL);

const listed = (all: readonly string[]): string => new Intl.ListFormat(language().locale).format(all);

export const tell = ({ sites, threads, messages }: Counts): string => t('command.counts', { sites, threads, messages });
