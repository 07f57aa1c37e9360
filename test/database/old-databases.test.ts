import { beforeAll, expect, it } from '@jest/globals';
import SQLite from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { gunzipSync } from 'node:zlib';
import type { QueueKind } from '../../src/moderation/queue/queue.schema.js';
import { TestClock, hours } from '../support/clock.js';
import { typed } from '../support/commands.js';
import { eachDatabase, freshDatabase, type Database } from '../support/databases.js';
import { startOn, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

/** What old/fill.mjs says of the dump that it made. */
type Known = {
  readonly thread: string;
  readonly other: string;
  readonly epoch: string;
  readonly at: number;
  readonly tokens: Readonly<Record<'owner' | 'mia' | 'ana' | 'ben' | 'cy', string>>;
  readonly messages: Readonly<
    Record<'first' | 'linked' | 'reply' | 'reported' | 'spam' | 'regretted' | 'rejected' | 'held' | 'restored', string>
  >;
};
type Row = Readonly<Record<string, unknown>>;

/** What people wrote and did. Keys of repeated requests and the like may be swept. */
const KEPT = [
  'sites',
  'members',
  'staff_roles',
  'threads',
  'messages',
  'thread_events',
  'votes',
  'reports',
  'sanctions',
  'audit_log',
] as const;

const FERRY = 'https://gazette.example/ferry/';

function dumpOf(database: Database): { sql: string; known: Known } {
  const packed = readFileSync(new URL(`./old/d4b280e.${database}.sql.gz`, import.meta.url));
  const sql = gunzipSync(packed).toString().trim();
  return { sql, known: JSON.parse(sql.slice(sql.lastIndexOf('\n-- ') + 4)) as Known };
}

/** Runs SQL on the database behind the forum's back. Answers the rows of a question. */
async function run(url: string, sql: string): Promise<readonly Row[]> {
  if (url.startsWith('sqlite:')) {
    const database = new SQLite(url.slice('sqlite:'.length));
    try {
      if (sql.startsWith('SELECT')) return database.prepare(sql).all() as Row[];
      database.exec(sql);
      return [];
    } finally {
      database.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return ((await client.query(sql)) as { rows?: Row[] }).rows ?? [];
  } finally {
    await client.end();
  }
}

async function filledDatabase(database: Database, sql: string): Promise<string> {
  const { url } = await freshDatabase(database);
  await run(url, sql);
  return url;
}

type Columns = ReadonlyMap<string, readonly string[]>;

/** The tables that are kept, and the columns that they have. */
async function columnsOf(url: string): Promise<Columns> {
  const columns = new Map<string, readonly string[]>();
  for (const table of KEPT) {
    const [row] = await run(url, `SELECT * FROM ${table} LIMIT 1`);
    if (!row) throw new Error(`${table} is empty`);
    columns.set(table, Object.keys(row));
  }
  return columns;
}

/** Every row, as text: how a driver reads a big number is not what this is about. */
async function rowsOf(url: string, columns: Columns): Promise<Record<string, readonly string[]>> {
  const rows: Record<string, readonly string[]> = {};
  for (const [table, names] of columns) {
    const found = await run(url, `SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM ${table}`);
    rows[table] = found.map((row) => names.map((name) => `${name}: ${String(row[name])}`).join(', ')).toSorted();
  }
  return rows;
}

eachDatabase('a database that an older build filled', (database) => {
  const { sql, known } = dumpOf(database);
  const { thread: id, messages, tokens } = known;
  const person = (name: keyof Known['tokens']): Person => ({ id: '', name, token: tokens[name] });
  let url: string;
  let forum: Forum;
  let before: Record<string, readonly string[]>;
  let columns: Columns;

  const opened = async (url: string): Promise<Forum> => {
    const clock = new TestClock();
    clock.stopAt(known.at + hours(1));
    return startOn(url, clock);
  };

  beforeAll(async () => {
    url = await filledDatabase(database, sql);
    columns = await columnsOf(url);
    before = await rowsOf(url, columns);
    forum = await opened(url);
  });

  const queued = async (kind: QueueKind): Promise<readonly string[]> =>
    (await forum.as(person('mia')).queue({ kind, site: 'gazette' })).items.map(({ message }) => message.id);

  it('has every row of what people wrote and did', async () => {
    expect(await rowsOf(url, columns)).toEqual(before);
  });

  it('shows the page as it was, and nothing that was taken away', async () => {
    const { text, status } = await forum.visit(`/threads/${id}`);
    expect(status).toBe(200);
    for (const words of ['I was there, on Tuesday.', 'So was I.', 'You fools.', 'The boat is called Möwe.'])
      expect(text).toContain(words);
    for (const words of ['Cheap pills', 'Never mind this', 'Nobody asked you', 'Is this true?', 'on Monday'])
      expect(text).not.toContain(words);
    expect(await forum.anyone.thread({ id })).toMatchObject({
      title: 'The ferry comes back',
      key: 'post-4711',
      state: 'closed',
      closed: { by: 'Mia', reason: 'Enough' },
    });
    const { messages: shown } = await forum.anyone.page({ id });
    expect(shown.find((one) => one.id === messages.first)).toMatchObject({
      revision: 2,
      votes: { up: 1, down: 1 },
      replyCount: 1,
    });
  });

  it('finds the article again by its address and by its key', async () => {
    const key = new URLSearchParams({ site: 'gazette', url: 'https://gazette.example/elsewhere', key: 'post-4711' });
    expect((await forum.visit(`/embed?${key}`)).text).toContain('I was there, on Tuesday.');
    const address = new URLSearchParams({ site: 'gazette', url: FERRY });
    expect((await forum.visit(`/embed?${address}`)).text).toContain('I was there, on Tuesday.');
    expect(await forum.anyone.counts('gazette', [FERRY])).toEqual({ [FERRY]: 5 });
  });

  it('goes on with the stream of a page that is open', async () => {
    const { position } = await forum.anyone.thread({ id });
    const reader = await forum.follow({ id }, null, { after: 3, epoch: known.epoch });
    await reader.next('thread.changed');
    expect(reader.events.map((event) => event.position)).toEqual(Array.from({ length: position - 3 }, (_, n) => n + 4));
    expect(reader.frames.filter(({ event }) => event === 'reset')).toEqual([]);
  });

  it('has in each queue what was in it', async () => {
    expect(await queued('held')).toEqual([messages.linked, messages.held]);
    expect(await queued('reported')).toEqual([messages.reported]);
    expect(await queued('spam')).toEqual([messages.spam]);
    expect(await queued('rejected')).toEqual([messages.rejected]);
    const { items } = await forum.as(person('mia')).queue({ kind: 'reported', site: 'gazette' });
    expect(items[0]?.reports).toMatchObject([{ reason: 'abuse', note: 'Insult' }]);
  });

  it('has signed nobody out, and knows who is banned and who may what', async () => {
    const names = await Promise.all(
      (['owner', 'mia', 'ana', 'ben', 'cy'] as const).map(
        async (name) => (await forum.as(person(name)).me()).member?.name,
      ),
    );
    expect(names).toEqual(['Olga', 'Mia', 'Ana', 'Ben', 'Cy']);
    expect(await forum.as(person('mia')).me()).toMatchObject({ sites: ['gazette'] });
    const { other } = known;
    await expect(forum.as(person('cy')).post({ id: other }, 'Let me in')).rejects.toMatchObject({ code: 'banned' });
    const { votes, held } = await forum.as(person('ben')).mine({ id });
    expect([votes, held.map((message) => message.id)]).toEqual([
      { [messages.first]: 'up' },
      [messages.held, messages.linked],
    ]);
  });

  it('has a log that is whole, and counters that are right', async () => {
    expect(await typed(forum.config, 'verify')).toMatch(
      /^(The file is sound|PostgreSQL has met no damaged page)\.\nEvery row .*\nEvery counter .*\nThe log is whole: 9 entries/,
    );
  });

  it('goes on where it stood', async () => {
    const forum = await opened(await filledDatabase(database, sql));
    const { position } = await forum.anyone.thread({ id });
    await forum.as(person('mia')).setState({ id }, 'open');
    const reader = await forum.follow({ id });
    const first = await forum.anyone.read({ id: messages.first });
    await forum.as(person('mia')).decide({ id: messages.held, revision: 2 }, 'approve');
    expect(await reader.next('message.restored')).toMatchObject({ id: messages.held });
    const posted = await forum.as(person('ben')).reply(first, 'And I, later.');
    expect(await reader.next('message.posted')).toMatchObject({ id: posted.id });
    expect(reader.events.map((event) => event.position)).toEqual([position + 2, position + 3]);
    expect(await typed(forum.config, 'verify')).toMatch(/The log is whole: 11 entries/);
  });
});
