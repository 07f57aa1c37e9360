import { afterAll, describe, expect, it, jest } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { chmod, copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../src/config/read-config.js';
import type { Config } from '../../src/config/config.js';
import { look } from '../../src/database/backup/looking.js';
import { typed } from '../support/commands.js';
import { startForum, type Forum } from '../support/forum.js';
import { startPostgres } from '../support/postgres-server.mjs';
import { freshFolder } from '../support/program.js';

jest.setTimeout(180_000);

/** A server that the machine's own pg_dump can read. */
const BIN = '/usr/lib/postgresql/15/bin';
const postgres = existsSync(join(BIN, 'postgres')) ? startPostgres(BIN) : null;
afterAll(async () => (await postgres)?.stop());

if (!postgres) {
  const missing = `There is no PostgreSQL server of the machine's own in ${BIN}`;
  if (process.env['CI'] === 'true') throw new Error(`${missing}: a run that others rely on needs it.`);
  process.stderr.write(`\n\x1b[43m\x1b[30m SKIPPED: ${missing}, so no backup of PostgreSQL was tested. \x1b[0m\n`);
}

const databases = postgres ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const);

/** What `verify` says first. A server of that version keeps no checksums unless it is told to. */
const SOUND = {
  sqlite: 'The file is sound\\.',
  postgres: 'PostgreSQL keeps no checksums of its pages .*',
} as const;

const textsOf = (config: Config) =>
  look(config, async (on) =>
    (await on.query<{ text: string }>('SELECT text FROM messages ORDER BY id')).map(({ text }) => text),
  );
const epochOf = (config: Config, id: string) =>
  look(
    config,
    async (on) => (await on.query<{ epoch: string }>('SELECT epoch FROM threads WHERE id = $1', [id]))[0]?.epoch,
  );

describe.each(databases)('a backup (%s)', (database) => {
  let forum: Forum;
  let file: string;
  /** Another forum's place, with nothing in it. */
  const emptyPlace = async (name: string): Promise<Config> => {
    if (database === 'sqlite') return readConfig({ DATABASE_URL: `sqlite:${await freshFolder()}/new/forum.db` });
    const client = new pg.Client((await postgres)?.url);
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    const url = new URL(forum.config.DATABASE_URL);
    url.pathname = `/${name}`;
    return readConfig({ DATABASE_URL: url.href });
  };

  it('is one moment of a forum that goes on writing, and is never written over another file', async () => {
    const env: Record<string, string> =
      database === 'postgres' && postgres ? { DATABASE_URL: (await postgres).url } : {};
    forum = await startForum({ database: 'sqlite', env });
    file = join(await freshFolder(), 'forum.backup');
    await forum.as(forum.ana).post(forum.thread, 'I was there.');
    await forum.as(forum.ben).post(forum.thread, 'So was I.');
    expect(await typed(forum.config, `backup ${file}`)).toMatch(
      /forum\.backup holds 1 site, 1 discussion and 2 messages \(\d+\.\d MiB\)\.$/,
    );
    await forum.as(forum.ben).post(forum.thread, 'After that.');
    expect(await typed(forum.config, `backup ${file}`)).toMatch(
      /forum\.backup is there already; nothing is written over$/,
    );
    expect(await readdir(join(file, '..'))).toEqual(['forum.backup']);
  });

  it('goes into an empty place, whole, as a history of its own', async () => {
    const place = await emptyPlace('empty_place');
    expect(await typed(place, `restore ${file}`)).toBe(
      'The database holds 1 site, 1 discussion and 2 messages again. Every open page will read anew.',
    );
    expect(await textsOf(place)).toEqual(['I was there.', 'So was I.']);
    const [old, renewed] = [await epochOf(forum.config, forum.thread.id), await epochOf(place, forum.thread.id)];
    expect(renewed).toMatch(/^[\w-]{36}$/);
    expect(renewed).not.toBe(old);
    expect(await typed(place, 'verify')).toMatch(
      new RegExp(`^${SOUND[database]}\nEvery row refers .*\nEvery counter .*\nThe log is whole: `),
    );
    expect(await typed(place, 'log list')).toMatch(/\tcommand line\tforum\.restore\tsite \*$/m);
    expect(await typed(place, `restore ${file}`)).toMatch(
      /^refused: .* is not empty \(1 site, 1 discussion and 2 messages\)\. With --replace .* Nothing was changed\.$/,
    );
  });

  it('takes the place of another only where nobody uses that, and erases again who was erased since', async () => {
    const words = await typed(forum.config, `restore ${file} --replace`);
    expect(words).toMatch(/^refused: .* is in use: stop the forum first\. Nothing was changed\.$/);
    await forum.as(forum.ana).post(forum.thread, 'My address is 1, Harbour Street.');
    const another = join(file, '..', 'another.backup');
    await typed(forum.config, `backup ${another}`);
    const { config } = forum;
    await forum.stop();
    expect(await typed(config, `member erase ${forum.ana.id}`)).toMatch(/^Erased, with the words of 2 messages\./);
    expect(await typed(config, 'member erased')).toBe(forum.ana.id);
    expect(await typed(config, 'verify')).toMatch(new RegExp(`^${SOUND[database]}`));

    expect(await typed(config, `restore ${another} --replace`)).toBe(
      'The database holds 1 site, 1 discussion and 4 messages again. Every open page will read anew.\n1 person was erased again.',
    );
    expect((await textsOf(config)).filter(Boolean).toSorted()).toEqual(['After that.', 'So was I.']);
    expect(await typed(config, 'verify')).toMatch(new RegExp(`^${SOUND[database]}`));

    // Whom a list names is erased beside those of whom the database that is replaced knows.
    const more = join(file, '..', 'more');
    await writeFile(more, `${forum.ben.id}\n`);
    expect(await typed(config, `restore ${another} --replace --erased ${more}`)).toMatch(
      /\n2 people were erased again\.$/,
    );
    expect((await typed(config, 'member erased')).split('\n').toSorted()).toEqual(
      [forum.ana.id, forum.ben.id].toSorted(),
    );

    // A list that was kept elsewhere says the same to a place that knows of nobody.
    const list = join(file, '..', 'erased');
    await writeFile(list, `${forum.ana.id}\n`);
    const place = await emptyPlace('other_place');
    expect(await typed(place, `restore ${another} --erased ${list}`)).toMatch(/\n1 person was erased again\.$/);
    expect((await textsOf(place)).filter(Boolean)).toEqual(['So was I.', 'After that.']);
  });

  it('that is damaged, or none, is not taken, and nothing is changed', async () => {
    const [broken, none] = [join(file, '..', 'broken'), join(file, '..', 'none')];
    await copyFile(file, broken);
    await truncate(broken, Math.floor((await readFile(broken)).length * 0.6));
    await writeFile(none, 'a letter');
    const before = await textsOf(forum.config);
    for (const wrong of [broken, none])
      expect(await typed(forum.config, `restore ${wrong} --replace`)).toMatch(
        /^refused: .* is not taken: .*Nothing was changed\.$/s,
      );
    expect(await typed(forum.config, `restore ${file}.nowhere --replace`)).toBe(
      `refused: There is no ${file}.nowhere.`,
    );
    expect(await textsOf(forum.config)).toEqual(before);
  });

  it('is not needed to see that something is wrong', async () => {
    const { config } = forum;
    const change = async (sql: string) => {
      if (database === 'sqlite') return void new Sqlite(config.DATABASE_URL.slice('sqlite:'.length)).exec(sql).close();
      const client = new pg.Client(config.DATABASE_URL);
      await client.connect();
      await client.query(sql);
      await client.end();
    };
    await change('UPDATE threads SET message_count = message_count + 1');
    expect(await typed(config, 'verify')).toMatch(
      new RegExp(
        `^refused: ${SOUND[database]}\n.*\nCounters are wrong: threads\\.message_count of [\\w-]{36}\\.\nThe log is whole`,
      ),
    );
    await change(`UPDATE audit_log SET reason = 'Never mind' WHERE seq = 1`);
    expect(await typed(config, 'verify')).toMatch(/The log is broken at entry 1; up to entry 0 it is whole\.$/);
  });
});

describe('a restore', () => {
  it('sets aside what an older file has left beside its place', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const folder = await freshFolder();
    const [file, path] = [join(folder, 'backup'), join(folder, 'forum.db')];
    await typed(forum.config, `backup ${file}`);
    await writeFile(`${path}-wal`, 'of another file');
    await writeFile(`${path}-shm`, 'of another file');
    const config = readConfig({ DATABASE_URL: `sqlite:${path}` });
    expect(await typed(config, `restore ${file}`)).toContain(
      `What an older database had left there is now ${path}-wal.old and ${path}-shm.old.`,
    );
    expect(await typed(config, 'verify')).toMatch(/^The file is sound/);
  });

  it('would be damaged by what the older file left where it is only copied there (positive control)', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const folder = await freshFolder();
    const [file, path] = [join(folder, 'backup'), join(folder, 'forum.db')];
    await typed(forum.config, `backup ${file}`);
    for (let n = 0; n < 30; n += 1)
      await forum.as(forum.ana).post(forum.thread, `Number ${n}. ${'Words. '.repeat(200)}`);
    const leave = () => copyFile(`${forum.config.DATABASE_URL.slice('sqlite:'.length)}-wal`, `${path}-wal`);
    const config = readConfig({ DATABASE_URL: `sqlite:${path}` });
    await leave();
    await copyFile(file, path);
    expect(await typed(config, 'verify')).toMatch(/^refused: /);

    for (const rest of await readdir(folder)) if (rest !== 'backup') await rm(join(folder, rest));
    await leave();
    expect(await typed(config, `restore ${file}`)).toContain(`is now ${path}-wal.old`);
    expect(await typed(config, 'verify')).toMatch(/^The file is sound/);
  });
});

describe('a backup of PostgreSQL', () => {
  it('is not needed to see that a reference was never checked', async () => {
    const { config } = await startForum({ database: 'postgres' });
    expect(await typed(config, 'verify')).toMatch(/^PostgreSQL has met no damaged page\.\nEvery row refers /);
    const client = new pg.Client(config.DATABASE_URL);
    await client.connect();
    await client.query(
      'ALTER TABLE votes ADD CONSTRAINT votes_by_members FOREIGN KEY (member_id) REFERENCES members (id) NOT VALID',
    );
    await client.end();
    expect(await typed(config, 'verify')).toContain(
      'Rows refer to what is not there: votes_by_members of votes was never checked.',
    );
  });

  it('says which program is missing, or too old', async () => {
    const forum = await startForum({ database: 'postgres' });
    const folder = await freshFolder();
    const none = { PATH: folder };
    expect(await typed(forum.config, `backup ${folder}/b`, none)).toMatch(
      /^refused: pg_dump is not on the PATH: install PostgreSQL's client programs, of version \d+ or newer$/,
    );
    await writeFile(join(folder, 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n');
    await chmod(join(folder, 'pg_dump'), 0o755);
    expect(await typed(forum.config, `backup ${folder}/b`, none)).toMatch(
      /^refused: pg_dump on the PATH is of version 9 and the server of \d+: it must not be older than the server$/,
    );
    expect(await readdir(folder)).toEqual(['pg_dump']);
  });
});
