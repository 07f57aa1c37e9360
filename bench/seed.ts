import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { access, constants, copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, DIST } from '../test/faults/server.js';
import { scoresOf } from '../src/messages/scores.js';
import { prose } from './prose.js';

/** A forum of so many threads on site `default`; `messages` in the first of them, `others` in each of the rest. */
export type Plan = {
  readonly messages: number;
  readonly threads?: number;
  readonly others?: number;
  readonly members: number;
};
/** The plan that shows what size costs; in a smoke run a small one in its place. */
export const million = ({ quick }: { readonly quick: boolean }): Plan => ({
  messages: quick ? 1_000 : 1_000_000,
  members: 1_024,
});

/** What a figure needs to know of a seeded forum. */
export type Seeded = {
  readonly thread: string;
  /** In the middle of the thread, a reply to a reply. */
  readonly message: string;
  readonly tokens: readonly string[];
  /** The member of the first token. */
  readonly author: string;
};

/** Time of the first message; each next one comes a second later, and the last lies well in the past of any run. */
const BEGINNING = Date.UTC(2020, 0, 1);
/** Every tenth message has votes: so many of them up, and one down. */
const VOTED = 10;
const UPS = 3;

/**
 * A talk of ten messages that repeats: five roots and five replies, so that a page of fifty roots holds a hundred messages
 * however long the thread is. Each entry is the index within the ten of the message replied to; null for a root.
 */
const TALK = [null, 0, 1, null, 3, null, 5, 5, null, null] as const;

/**
 * Puts a forum of this plan at `file`. It is made once for each schema and kept in the system's temporary folder.
 */
export async function seed(file: string, plan: Plan): Promise<Seeded> {
  await copyFile(await keptFile(plan), file, constants.COPYFILE_FICLONE);
  return {
    thread: threadId(0),
    message: messageId(Math.floor(plan.messages / 20) * 10 + 2),
    tokens: Array.from({ length: plan.members }, (_, member) => token(member)),
    author: memberId(0),
  };
}

/** The file of this plan and schema, made where there is none yet. */
export async function keptFile(plan: Plan): Promise<string> {
  const name = `${await schemaHash()}${JSON.stringify(plan).replaceAll(/\W+/g, '-')}.db`;
  const kept = join(tmpdir(), 'rejoinder-bench', name);
  const there = await access(kept).then(
    () => true,
    () => false,
  );
  if (!there) await make(kept, plan);
  return kept;
}

async function schemaHash(): Promise<string> {
  const hash = createHash('sha256');
  const folder = join(DIST, 'database', 'migrations');
  for (const name of (await readdir(folder)).filter((name) => name.endsWith('.js')).toSorted()) {
    hash.update(await readFile(join(folder, name)));
  }
  for (const ours of ['./seed.ts', './prose.ts']) hash.update(await readFile(new URL(ours, import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}

/** The forum itself makes the schema and its first site; the rest is written straight into the tables. */
async function make(kept: string, plan: Plan): Promise<void> {
  const server = await Server.prepare();
  try {
    await server.start();
    await server.stop();
    fill(server.file, plan);
    await mkdir(join(tmpdir(), 'rejoinder-bench'), { recursive: true });
    await copyFile(server.file, `${kept}.part`);
    await rename(`${kept}.part`, kept);
  } finally {
    await server.remove();
  }
}

function fill(file: string, plan: Plan): void {
  const database = new Database(file);
  database.pragma('journal_mode = MEMORY');
  database.pragma('synchronous = OFF');
  database.pragma('foreign_keys = OFF');
  database.pragma('cache_size = -500000');
  const indexes = database
    .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'messages' AND sql IS NOT NULL`)
    .all() as { name: string; sql: string }[];
  // An index over what is there already is made many times faster than row by row.
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  database.transaction(() => {
    addMembers(database, plan.members);
    let written = 0;
    for (let thread = 0; thread < (plan.threads ?? 1); thread += 1) {
      const messages = thread === 0 ? plan.messages : (plan.others ?? 0);
      addThread(database, thread, messages, BEGINNING + written * 1_000);
      addMessages(database, { thread, messages, first: written, members: plan.members });
      written += messages;
    }
    countPublished(database);
  })();
  for (const { sql } of indexes) database.exec(sql);
  database.exec('ANALYZE');
  database.pragma('journal_mode = WAL');
  database.close();
}

function addMembers(database: Database.Database, members: number): void {
  const member = database.prepare(
    `INSERT INTO members (id, name, name_skeleton, kind, email, published_count, created_at) VALUES (?, ?, ?, 'guest', NULL, 0, ?)`,
  );
  const its = database.prepare(
    `INSERT INTO tokens (hash, member_id, kind, created_at, expires_at, revoked_at) VALUES (?, ?, 'guest', ?, NULL, NULL)`,
  );
  for (let index = 0; index < members; index += 1) {
    member.run(memberId(index), `Reader ${index}`, `reader${index}`, BEGINNING);
    its.run(createHash('sha256').update(token(index)).digest('hex'), memberId(index), BEGINNING);
  }
}

function addThread(database: Database.Database, thread: number, messages: number, at: number): void {
  const url = `http://localhost/articles/${thread}`;
  database
    .prepare(
      `INSERT INTO threads (id, site_id, key, url, title, state, closed_by, closed_reason, closed_at, message_count, position, epoch, created_at)
       VALUES (?, 'default', NULL, ?, ?, 'open', NULL, NULL, NULL, ?, ?, ?, ?)`,
    )
    .run(threadId(thread), url, `Article ${thread}`, messages, messages, id('e', thread), at);
}

type Talk = { readonly thread: number; readonly messages: number; readonly first: number; readonly members: number };

function addMessages(database: Database.Database, { thread, messages, first, members }: Talk): void {
  const message = database.prepare(
    `INSERT INTO messages (id, site_id, thread_id, parent_id, depth, position, revision, decided_revision, author_id, text, html, state, visible,
       reply_count, up, down, best, hot, controversial, open_reports, reasons, created_at, edited_at)
     VALUES (?, 'default', ?, ?, ?, ?, 1, 0, ?, ?, ?, 'published', 1, ?, ?, ?, ?, ?, ?, 0, '[]', ?, NULL)`,
  );
  const event = database.prepare(
    `INSERT INTO thread_events (thread_id, position, type, message_id, detail, at) VALUES (?, ?, 'message.posted', ?, '{}', ?)`,
  );
  const vote = database.prepare('INSERT INTO votes (message_id, member_id, thread_id, value) VALUES (?, ?, ?, ?)');
  for (let index = 0; index < messages; index += 1) {
    const place = index % TALK.length;
    const start = first + index - place;
    const parent = TALK[place] ?? null;
    const own = messageId(first + index);
    const voted = index % VOTED === 0;
    const at = BEGINNING + (first + index) * 1_000;
    const [up, down] = voted ? [1 + (Math.floor(index / VOTED) % UPS), 1] : [0, 0];
    const { best, hot, controversial } = scoresOf(up, down, at);
    const text = prose(first + index);
    message.run(
      own,
      threadId(thread),
      parent === null ? '' : messageId(start + parent),
      depthOf(place),
      index + 1,
      memberId((first + index) % members),
      text,
      htmlOf(text),
      repliesTo(place, messages - (index - place)),
      up,
      down,
      best,
      hot,
      controversial,
      at,
    );
    event.run(threadId(thread), index + 1, own, at);
    for (let voter = 0; voter < up + down; voter += 1) {
      vote.run(own, memberId(voter), threadId(thread), voter < up ? 1 : -1);
    }
  }
}

function countPublished(database: Database.Database): void {
  database.exec(`UPDATE members SET published_count = n FROM
    (SELECT author_id, count(*) AS n FROM messages GROUP BY author_id) WHERE author_id = members.id`);
}

const depthOf = (place: number): number => {
  const parent = TALK[place] ?? null;
  return parent === null ? 0 : 1 + depthOf(parent);
};

/** Direct replies, in a talk of which so many messages are there. */
const repliesTo = (place: number, there: number): number =>
  TALK.filter((parent, index) => parent === place && index < there).length;

/** What the forum would have rendered, as far as `prose` goes. */
const htmlOf = (text: string): string =>
  text
    .split('\n\n')
    .map((paragraph) => {
      const marked = paragraph
        .replaceAll(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
        .replaceAll(/\*(.+?)\*/g, '<em>$1</em>');
      return marked.startsWith('> ')
        ? `<blockquote>\n<p>${marked.slice(2)}</p>\n</blockquote>\n`
        : `<p>${marked}</p>\n`;
    })
    .join('');

/** Ids that sort in the order of the messages, as UUIDs of version 7 do. */
const id = (kind: string, number: number): string =>
  `0178${kind}000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const threadId = (thread: number): string => id('a', thread);
const messageId = (message: number): string => id('b', message);
const memberId = (member: number): string => id('c', member);
const token = (member: number): string => `bench-token-of-member-${String(member).padStart(20, '0')}`;
