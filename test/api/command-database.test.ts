import { describe, expect, it, jest } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../src/config/read-config.js';
import type { Config } from '../../src/config/config.js';
import { closeDatabase, openDatabase } from '../../src/database/opening/data-source.js';
import { requireDatabase } from '../../src/database/opening/existing.js';
import { eachDatabase, freshDatabase, type Database } from '../support/databases.js';
import { done, freshFolder, refused, run } from '../support/program.js';

jest.setTimeout(120_000);

/** Runs SQL on a database that a forum does not know of. */
async function write(url: string, ...statements: string[]): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new Sqlite(url.slice('sqlite:'.length));
    for (const statement of statements) database.exec(statement);
    database.close();
    return;
  }
  const client = new pg.Client(url);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function freshConfig(database: Database): Promise<Config> {
  const { url } = await freshDatabase(database);
  return readConfig({ DATABASE_URL: url });
}

const why = (refusal: Promise<unknown>): Promise<string> =>
  refusal.then(
    () => 'taken',
    (error: Error) => error.message,
  );

describe('a command where no database is', () => {
  it.each([
    ['site list', {}],
    ['log verify', { DATABASE_URL: 'sqlite:typed/wrong.db' }],
    ['migrate', {}],
    ['staff add olga@example.com --role owner', { DATABASE_URL: 'sqlite:typed/wrong.db' }],
  ])('says so, names the place and makes nothing: %s', async (line, env) => {
    const cwd = await freshFolder();
    const said = await run('cli.js', line.split(' '), { cwd, env });
    const place = `sqlite:${cwd}/${'DATABASE_URL' in env ? 'typed/wrong.db' : 'data/rejoinder.db'}`;
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(`Database: ${place}\n`);
    expect(said.stderr).toContain(`there is no database at ${place}; a start of the forum makes one`);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('finds the one that .env of its folder names, and says which it is', async () => {
    const cwd = await freshFolder();
    await writeFile(join(cwd, '.env'), 'DATABASE_URL=sqlite:here/forum.db\n');
    await closeDatabase(await openDatabase(readConfig({ DATABASE_URL: `sqlite:${cwd}/here/forum.db` })));
    const { code, stdout, stderr } = await run('cli.js', ['log', 'verify'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Database: sqlite:${cwd}/here/forum.db\n` });
    expect(stdout).toMatch(/^The log is whole: 0 entries/);
  });
});

eachDatabase('whoever opens a database', (database) => {
  it('that is empty, is told so, unless it brings the schema', async () => {
    const config = await freshConfig(database);
    if (database === 'sqlite') await writeFile(config.DATABASE_URL.slice('sqlite:'.length), '');
    expect(await why(requireDatabase(config))).toMatch(/^DATABASE_URL=".*": the database .* is empty: no forum has/);
    expect(await why(requireDatabase(config, { mayBeEmpty: true }))).toBe('taken');
    // A start that was broken off before its first migration has left this behind.
    await write(config.DATABASE_URL, 'CREATE TABLE migrations (id integer, "timestamp" bigint, name varchar(100))');
    await closeDatabase(await openDatabase(config));
    expect(await why(requireDatabase(config))).toBe('taken');
  });

  it('that a newer version has brought further, is refused by its name, and nothing is changed', async () => {
    const config = await freshConfig(database);
    await closeDatabase(await openDatabase(config));
    await write(
      config.DATABASE_URL,
      `INSERT INTO migrations ("timestamp", name) VALUES (1999000000000, 'Polls1999000000000')`,
    );
    const sentence =
      /: a newer version of Rejoinder has been here \(Polls1999000000000\); start that one\. Nothing was changed$/;
    expect(await why(openDatabase(config))).toMatch(sentence);
    expect(await why(requireDatabase(config))).toMatch(sentence);
  });

  it.each([
    ['without migrations', ['CREATE TABLE posts (id integer)', 'CREATE TABLE users (id integer)']],
    [
      'with migrations of its own',
      ['CREATE TABLE migrations (id integer, name text)', `INSERT INTO migrations VALUES (1, 'CreateUsers')`],
    ],
    ['whose migrations are something else', ['CREATE TABLE migrations (bird text)']],
    ['with a table of our name', ['CREATE TABLE messages (id integer)']],
  ])('of another program, %s, is refused by its tables, and nothing is changed', async (_, statements) => {
    const config = await freshConfig(database);
    await write(config.DATABASE_URL, ...statements);
    const path = config.DATABASE_URL.slice('sqlite:'.length);
    const before = database === 'sqlite' ? await readFile(path) : null;
    const sentence = /: another program’s tables are here \((posts, users|migrations|messages)\); give the forum/;
    expect(await why(openDatabase(config))).toMatch(sentence);
    expect(await why(requireDatabase(config))).toMatch(sentence);
    if (before) expect((await readFile(path)).equals(before)).toBe(true);
  });
});

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
if (!isRoot) {
  const missing = 'Only root can start the forum as somebody else';
  if (process.env['CI'] === 'true') throw new Error(`${missing}: a run that others rely on is root's.`);
  process.stderr.write(`\n\x1b[43m\x1b[30m SKIPPED: ${missing}, so a file of root's was not tried. \x1b[0m\n`);
}
const asRoot = isRoot ? describe : describe.skip;

asRoot('a start that may not touch the database', () => {
  const start = async (cwd: string, path: string) => {
    const env = { DATABASE_URL: `sqlite:${path}`, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' };
    return refused(run('main.js', [], { cwd, env, uid: NOBODY }));
  };

  it('names the file, whose it is and who it is itself', async () => {
    const cwd = await freshFolder();
    const path = join(cwd, 'forum.db');
    await closeDatabase(await openDatabase(readConfig({ DATABASE_URL: `sqlite:${path}` })));
    await chmod(cwd, 0o777);
    await chmod(path, 0o644);
    const whose = `cannot be read and written by nobody: it belongs to root, mode`;
    expect(await start(cwd, path)).toBe(`DATABASE_URL="sqlite:${path}": ${path} ${whose} 644 (EACCES)`);
    await chmod(path, 0o600);
    expect(await start(cwd, path)).toBe(`DATABASE_URL="sqlite:${path}": ${path} ${whose} 600 (EACCES)`);
    await chown(path, NOBODY, NOBODY);
    await writeFile(`${path}-wal`, '');
    await chmod(`${path}-wal`, 0o644);
    expect(await start(cwd, path)).toBe(`DATABASE_URL="sqlite:${path}": ${path}-wal ${whose} 644 (EACCES)`);
  });

  it('names the folder', async () => {
    const cwd = await freshFolder();
    const locked = join(cwd, 'locked');
    await mkdir(locked);
    await chmod(cwd, 0o777);
    await chmod(locked, 0o755);
    expect(await start(cwd, join(locked, 'forum.db'))).toBe(
      `DATABASE_URL="sqlite:${locked}/forum.db": ${locked} cannot be written by nobody: it belongs to root, mode 755 (EACCES)`,
    );
    expect(await start(cwd, join(locked, 'deeper', 'forum.db'))).toMatch(/EACCES: permission denied, mkdir '.*deeper'/);
    await chmod(locked, 0o700);
    expect(await start(cwd, join(locked, 'forum.db'))).toMatch(/": (EACCES|.*locked cannot be written)/);
  });
});

describe('the version', () => {
  it('is told without a database', async () => {
    const cwd = await freshFolder();
    expect(await run('cli.js', ['--version'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(await done(run('cli.js', ['--version'], { cwd }))).toMatch(/^rejoinder \d+\.\d+\.\d+$/);
  });
});
