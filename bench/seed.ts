import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { access, constants, copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, DIST } from '../test/faults/server.js';
import { sha256 } from '../src/database/ids.js';
import { wordsOf } from '../src/messages/posting/words.js';
import { prose } from './prose.js';
import { into, messageRow, postedRow, type Row, type Said } from './rows.js';
import { TALK } from './talk.js';

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
  /** All of them, this one first. */
  readonly threads: readonly string[];
  /** In the middle of the thread, a reply to a reply. */
  readonly message: string;
  readonly tokens: readonly string[];
  /** The member of the first token. */
  readonly author: string;
};

const KEPT = join(tmpdir(), 'rejoinder-bench');
const DAY = 86_400_000;
/** Time of the first message; each next one comes a second later, and the last lies well in the past of any run. */
const BEGINNING = Date.UTC(2020, 0, 1);
/** Every tenth message has votes: so many of them up, and one down. */
const VOTED = 10;
const UPS = 3;

/**
 * Puts a forum of this plan at `file`. It is made once for each schema and kept in the system's temporary folder.
 */
export async function seed(file: string, plan: Plan): Promise<Seeded> {
  await copyFile(await keptFile(plan), file, constants.COPYFILE_FICLONE);
  return seededBy(plan);
}

/** What is known of a forum of this plan, wherever it is. */
export function seededBy(plan: Plan): Seeded {
  return {
    thread: threadId(0),
    threads: Array.from({ length: plan.threads ?? 1 }, (_, number) => threadId(number)),
    message: messageId(Math.floor(plan.messages / 20) * 10 + 2),
    tokens: Array.from({ length: plan.members }, (_, member) => token(member)),
    author: memberId(0),
  };
}

/** The file of this plan and schema, made where there is none yet. */
export async function keptFile(plan: Plan): Promise<string> {
  const name = `${await schemaHash()}${JSON.stringify(plan).replaceAll(/\W+/g, '-')}.db`;
  const kept = join(KEPT, name);
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
  for (const ours of ['./seed.ts', './rows.ts', './prose.ts', './talk.ts'])
    hash.update(await readFile(new URL(ours, import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}

/** The forum itself makes the schema and its first site; the rest is written straight into the tables. */
async function make(kept: string, plan: Plan): Promise<void> {
  const server = await Server.prepare();
  try {
    await server.start();
    await server.stop();
    fill(server.file, plan);
    await forgetOld();
    await copyFile(server.file, `${kept}.part`);
    await rename(`${kept}.part`, kept);
  } finally {
    await server.remove();
  }
}

/** Files of yesterday's schemas would fill the disk. */
async function forgetOld(): Promise<void> {
  await mkdir(KEPT, { recursive: true });
  for (const name of await readdir(KEPT)) {
    const file = join(KEPT, name);
    if ((await stat(file)).mtimeMs < Date.now() - DAY) await rm(file);
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
    addThreads(database, plan);
    countPublished(database);
  })();
  for (const { sql } of indexes) database.exec(sql);
  database.pragma('journal_mode = WAL');
  database.close();
}

function addMembers(database: Database.Database, members: number): void {
  const [member, its] = [into(database, 'members'), into(database, 'tokens')];
  for (let index = 0; index < members; index += 1) {
    const id = memberId(index);
    member({
      id,
      name: `Reader ${index}`,
      name_skeleton: `reader${index}`,
      kind: 'guest',
      published_count: 0,
      created_at: BEGINNING,
    });
    its({ hash: sha256(token(index)), member_id: id, kind: 'guest', created_at: BEGINNING });
  }
}

type Talk = { readonly thread: number; readonly messages: number; readonly first: number; readonly members: number };

function addThreads(database: Database.Database, plan: Plan): void {
  const thread = into(database, 'threads');
  const tables = {
    message: into(database, 'messages'),
    event: into(database, 'thread_events'),
    vote: into(database, 'votes'),
  };
  let first = 0;
  for (let number = 0; number < (plan.threads ?? 1); number += 1) {
    const messages = number === 0 ? plan.messages : (plan.others ?? 0);
    thread({
      id: threadId(number),
      site_id: 'default',
      url: `http://localhost/articles/${number}`,
      title: `Article ${number}`,
      state: 'open',
      message_count: messages,
      position: messages,
      epoch: id('e', number),
      created_at: BEGINNING + first * 1_000,
    });
    addMessages(tables, { thread: number, messages, first, members: plan.members });
    first += messages;
  }
}

type Tables = Readonly<Record<'message' | 'event' | 'vote', (row: Row) => void>>;

function addMessages(tables: Tables, { thread, messages, first, members }: Talk): void {
  for (let index = 0; index < messages; index += 1) {
    const place = index % TALK.length;
    const parent = TALK[place] ?? null;
    const [up, down] = index % VOTED === 0 ? [1 + (Math.floor(index / VOTED) % UPS), 1] : [0, 0];
    const text = prose(first + index);
    const said: Said = {
      id: messageId(first + index),
      thread: threadId(thread),
      position: index + 1,
      author: memberId((first + index) % members),
      text,
      words: wordsOf(text),
      at: BEGINNING + (first + index) * 1_000,
      parent: parent === null ? '' : messageId(first + index - place + parent),
      depth: depthOf(place),
      replies: repliesTo(place, messages - (index - place)),
      up,
      down,
    };
    tables.message(messageRow(said));
    tables.event(postedRow(said, '{}'));
    for (let voter = 0; voter < up + down; voter += 1) {
      const value = voter < up ? 1 : -1;
      tables.vote({ message_id: said.id, member_id: memberId(voter), thread_id: said.thread, value });
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

/** Ids that sort in the order of the messages, as UUIDs of version 7 do. */
const id = (kind: string, number: number): string =>
  `0178${kind}000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const threadId = (thread: number): string => id('a', thread);
const messageId = (message: number): string => id('b', message);
const memberId = (member: number): string => id('c', member);
const token = (member: number): string => `bench-token-of-member-${String(member).padStart(20, '0')}`;
