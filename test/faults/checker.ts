import Database from 'better-sqlite3';
import type { PageAnswer, MessageView } from '../../src/messages/messages.schema.js';
import { ask } from './clients.js';
import type { Follower } from './followers.js';
import type { Journal } from './journal.js';

/** What was found wrong, by promise. Empty lists: nothing. */
export type Findings = {
  /** I1: acknowledged and not there, or there under another id. */
  readonly lost: string[];
  /** I2: there more than once. */
  readonly twice: string[];
  /** I3: `integrity_check` and `foreign_key_check`. */
  readonly corrupt: string[];
  /** I4: a counter that a recount denies. */
  readonly miscounted: string[];
  /** I5: a stream with a gap, a repetition, an error or an order of its own. */
  readonly gaps: string[];
};
export const nothing = (): Findings => ({ lost: [], twice: [], corrupt: [], miscounted: [], gaps: [] });

export function addTo(all: Findings, more: Partial<Findings>): void {
  for (const [kind, found] of Object.entries(more)) all[kind as keyof Findings].push(...found);
}

/** Every counter that is stored, beside its recount: rows come back only where they differ. */
const RECOUNTS: Readonly<Record<string, string>> = {
  'threads.message_count': `SELECT t.id FROM threads t WHERE t.message_count <>
    (SELECT count(*) FROM messages m WHERE m.thread_id = t.id AND m.state = 'published')`,
  'threads.position': `SELECT t.id FROM threads t WHERE t.position <>
    (SELECT coalesce(max(position), 0) FROM thread_events e WHERE e.thread_id = t.id)`,
  'thread_events (gapless)': `SELECT thread_id AS id FROM thread_events GROUP BY thread_id HAVING count(*) <> max(position)`,
  'messages.reply_count': `SELECT p.id FROM messages p LEFT JOIN
    (SELECT parent_id, count(*) AS n FROM messages WHERE visible = 1 GROUP BY parent_id) r ON r.parent_id = p.id
    WHERE p.reply_count <> coalesce(r.n, 0)`,
  'messages.visible': `SELECT id FROM messages WHERE visible <> (state = 'published' OR (reply_count > 0 AND position IS NOT NULL))`,
  'messages.up': `SELECT m.id FROM messages m WHERE m.up <> (SELECT count(*) FROM votes v WHERE v.message_id = m.id AND v.value = 1)`,
  'messages.down': `SELECT m.id FROM messages m WHERE m.down <> (SELECT count(*) FROM votes v WHERE v.message_id = m.id AND v.value = -1)`,
  'messages.open_reports': `SELECT m.id FROM messages m WHERE m.open_reports <>
    (SELECT count(*) FROM reports r WHERE r.message_id = m.id AND r.state = 'open')`,
  'members.published_count': `SELECT a.id FROM members a LEFT JOIN
    (SELECT author_id, count(*) AS n FROM messages WHERE position IS NOT NULL GROUP BY author_id) m ON m.author_id = a.id
    WHERE a.published_count <> coalesce(m.n, 0)`,
};

/** Opens the file beside the running server and reads one state of it. */
export function inDatabase<T>(file: string, look: (database: Database.Database) => T): T {
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    return database.transaction(look)(database);
  } finally {
    database.close();
  }
}

/** The database by itself: sound, and its counters right. */
export function checkDatabase(file: string): Partial<Findings> {
  return inDatabase(file, (database) => {
    const integrity = database.pragma('integrity_check') as { integrity_check: string }[];
    const foreign = database.pragma('foreign_key_check') as unknown[];
    return {
      corrupt: [
        ...integrity.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
        ...foreign.map((row) => `foreign key ${JSON.stringify(row)}`),
      ],
      miscounted: Object.entries(RECOUNTS).flatMap(([counter, sql]) =>
        (database.prepare(sql).all() as { id: string }[]).map(({ id }) => `${counter} of ${id}`),
      ),
    };
  });
}

/** What clients were told, against what is stored: each acknowledged post once, under the id that was answered. */
export function checkJournal(file: string, journal: Journal): Partial<Findings> {
  const told = journal.acknowledged;
  const stored = inDatabase(
    file,
    (database) => database.prepare('SELECT id, text FROM messages').all() as { id: string; text: string }[],
  );
  const idsOf = new Map<string, string[]>();
  for (const { id, text } of stored) idsOf.set(text, [...(idsOf.get(text) ?? []), id]);
  return {
    lost: told
      .filter(({ id, text }) => !idsOf.get(text)?.includes(id))
      .map(({ key, id }) => `${key}, answered as ${id}`),
    twice: [...idsOf].filter(([, ids]) => ids.length > 1).map(([text, ids]) => `${ids.join(' and ')}: ${text}`),
  };
}

/** What readers see: every acknowledged message on the thread's pages, once. */
export async function checkPages(url: string, thread: string, journal: Journal): Promise<Partial<Findings>> {
  const seen = new Map<string, number>();
  for await (const { id } of readAll(url, thread)) seen.set(id, (seen.get(id) ?? 0) + 1);
  return {
    lost: journal.acknowledged.filter(({ id }) => !seen.has(id)).map(({ id }) => `${id} is on no page`),
    twice: [...seen].filter(([, times]) => times > 1).map(([id, times]) => `${id} is on the pages ${times} times`),
  };
}

/** Followers' streams against the log: the same message at the same position, nothing missing up to the end. */
export function checkStreams(file: string, thread: string, followers: readonly Follower[]): Partial<Findings> {
  const log = inDatabase(
    file,
    (database) =>
      database
        .prepare("SELECT position, message_id AS id FROM thread_events WHERE thread_id = ? AND type = 'message.posted'")
        .all(thread) as { position: number; id: string }[],
  );
  const gaps = followers.flatMap(({ told, flaws, resets }, index) => [
    ...flaws,
    ...(resets > 0 ? [`follower ${index} was reset ${resets} times`] : []),
    ...log
      .filter(({ position, id }) => told.get(position) !== id)
      .map(({ position, id }) => `follower ${index}: ${id} at ${position} was ${told.get(position) ?? 'never told'}`),
  ]);
  return { gaps };
}

async function* readAll(url: string, thread: string, parent?: string, from?: string): AsyncGenerator<MessageView> {
  let cursor = from;
  do {
    const asked = new URLSearchParams({
      ...(cursor === undefined ? { sort: 'oldest' } : { cursor }),
      ...(parent === undefined ? {} : { parent }),
      limit: '100',
    });
    const { status, body } = await ask(url, 'GET', `/threads/${thread}/messages?${asked}`);
    if (status !== 200) throw new Error(`A page was answered ${status}: ${JSON.stringify(body)}`);
    const page = body as PageAnswer;
    for (const message of page.messages) yield* branch(url, thread, message);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function* branch(url: string, thread: string, message: MessageView): AsyncGenerator<MessageView> {
  yield message;
  for (const reply of message.replies?.messages ?? []) yield* branch(url, thread, reply);
  if (message.replies?.next) yield* readAll(url, thread, message.id, message.replies.next);
}
