/**
 * How the dumps beside it were made: talk and moderation of every kind, by the public API of an older build.
 *
 *   node fill.mjs DIST [FOLDER_OF_POSTGRES_PROGRAMS]   writes DIST's forum to standard output as SQL
 *
 * Without PostgreSQL it is SQLite. The last line is a comment with what a test has to know: ids and tokens.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { freePort } from '../../support/free-port.mjs';
import { startPostgres } from '../../support/postgres-server.mjs';

const [dist, bin] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rejoinder-old-'));
const postgres = bin ? await startPostgres(bin) : undefined;
const file = join(folder, 'forum.db');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const env = {
  PATH: process.env.PATH,
  DATABASE_URL: postgres?.url ?? `sqlite:${file}`,
  HOST: '127.0.0.1',
  PORT: String(port),
  PUBLIC_URL: url,
  RATE_LIMITS: 'off',
  DEMO: 'off',
  DRAIN: '0',
};
const typed = (...words) => execFileSync('node', [join(dist, 'cli.js'), ...words], { env, encoding: 'utf8' }).trim();

let asked = 0;
async function as(token, method, path, body) {
  asked += 1;
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(method === 'POST' ? { 'idempotency-key': `fill-${asked}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

async function talk() {
  typed('site', 'add', 'gazette', '--name', 'The Gazette', '--host', 'gazette.example');
  typed('staff', 'add', 'owner@gazette.example', '--role', 'owner', '--name', 'Olga');
  typed('staff', 'add', 'mia@gazette.example', '--role', 'moderator', '--site', 'gazette', '--name', 'Mia');
  const owner = typed('staff', 'token', 'owner@gazette.example');
  const mia = typed('staff', 'token', 'mia@gazette.example');
  const guest = async (name) => (await as(null, 'POST', '/guests', { name })).token;
  const [ana, ben, cy] = [await guest('Ana'), await guest('Ben'), await guest('Cy')];
  const article = {
    site: 'gazette',
    key: 'post-4711',
    url: 'https://gazette.example/ferry/',
    title: 'The ferry comes back',
  };
  const { id: thread } = await as(ana, 'PUT', '/threads', article);
  const other = await as(ben, 'PUT', '/threads', { site: 'gazette', url: 'http://gazette.example/ferry' });
  const post = async (who, text, parentId) =>
    (await as(who, 'POST', `/threads/${thread}/messages`, { text, ...(parentId ? { parentId } : {}) })).message;
  const decide = (message, decision, reason) =>
    as(mia, 'POST', `/moderation/messages/${message.id}/decisions`, { decision, reason, revision: message.revision });
  const first = await post(ana, 'I was there, on Monday.');
  await as(ana, 'PATCH', `/messages/${first.id}`, { text: 'I was there, on Tuesday.', revision: 1 });
  const linked = await post(ben, 'Pictures are at https://example.org/', first.id);
  const reply = await post(ben, 'So was I.', first.id);
  const reported = await post(cy, 'You fools.');
  const spam = await post(cy, 'Cheap pills');
  const regretted = await post(ana, 'Never mind this.');
  await post(ben, 'בעברית **bold** 1986. What a year');
  const rejected = await post(cy, 'Nobody asked you.');
  const held = await post(ben, 'Is this true?');
  const restored = await post(ben, 'The boat is called Möwe.');
  await as(ben, 'PUT', `/messages/${first.id}/vote`, { value: 'up' });
  await as(cy, 'PUT', `/messages/${first.id}/vote`, { value: 'down' });
  await as(ana, 'PUT', `/messages/${reply.id}/vote`, { value: 'up' });
  await as(ana, 'POST', `/messages/${reported.id}/reports`, { reason: 'abuse', note: 'Insult' });
  await as(ana, 'DELETE', `/messages/${regretted.id}`);
  await decide(spam, 'spam', 'Advertising');
  await decide(rejected, 'reject', 'Rude');
  await decide(held, 'hold');
  const { message } = await decide(restored, 'reject');
  await decide(message, 'restore');
  const memberOf = async (token) => (await as(token, 'GET', '/me')).member.id;
  await as(owner, 'POST', `/moderation/members/${await memberOf(cy)}/sanctions`, { kind: 'ban', reason: 'Pills' });
  const suspended = await as(mia, 'POST', `/moderation/members/${await memberOf(ben)}/sanctions`, {
    kind: 'suspend',
    until: '2027-01-01T00:00:00.000Z',
    reason: 'Calm down',
    site: 'gazette',
  });
  await as(mia, 'DELETE', `/moderation/sanctions/${suspended.id}`);
  await as(mia, 'PATCH', `/moderation/threads/${thread}`, { state: 'closed', reason: 'Enough' });
  const { epoch } = await as(null, 'GET', `/threads/${thread}/events?after=0`);
  const messages = { first, linked, reply, reported, spam, regretted, rejected, held, restored };
  return {
    thread,
    other: other.id,
    epoch,
    at: Date.now(),
    tokens: { owner, mia, ana, ben, cy },
    messages: Object.fromEntries(Object.entries(messages).map(([name, { id }]) => [name, id])),
  };
}

const server = spawn('node', [join(dist, 'main.js')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
try {
  while (
    !(await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await delay(100);
  const known = await talk();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  const dump = postgres
    ? execFileSync(join(bin, 'pg_dump'), ['--inserts', '--no-owner', postgres.url], { encoding: 'utf8' }).replace(
        /^\\.*$/gm,
        '',
      )
    : sqlOf(file);
  process.stdout.write(`${dump}\n-- ${JSON.stringify(known)}\n`);
} finally {
  server.kill('SIGKILL');
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What `sqlite3 .dump` writes. */
function sqlOf(path) {
  const database = new SQLite(path, { readonly: true });
  const made = database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    .all();
  const of = (...types) => made.filter(({ type }) => types.includes(type));
  const quoted = (value) =>
    value === null ? 'NULL' : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  const rows = of('table').flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${name}"`)
      .raw()
      .all()
      .map((row) => `INSERT INTO "${name}" VALUES (${row.map(quoted).join(',')})`),
  );
  database.close();
  const lines = [
    'PRAGMA foreign_keys = OFF',
    ...of('table').map(({ sql }) => sql),
    ...rows,
    ...of('index').map(({ sql }) => sql),
  ];
  return `${lines.join(';\n')};`;
}
