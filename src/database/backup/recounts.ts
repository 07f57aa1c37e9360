import type { Queries } from '../sql.js';

/** Of a thread that was merged nobody counts any more, and of one that was deleted everything is out of sight: see MovedMessage. */
const THERE = `thread_id NOT IN (SELECT id FROM threads WHERE deleted_at IS NOT NULL)`;

/** Every counter that is stored, beside its recount: rows come back only where they differ. */
export const RECOUNTS: Readonly<Record<string, string>> = {
  'threads.message_count': `SELECT t.id FROM threads t WHERE t.merged_into IS NULL AND t.message_count <>
    (SELECT count(*) FROM messages m WHERE m.thread_id = t.id AND m.state = 'published')`,
  'threads.position': `SELECT t.id FROM threads t WHERE t.position <>
    (SELECT coalesce(max(position), 0) FROM thread_events e WHERE e.thread_id = t.id)`,
  'thread_events (gapless)': `SELECT thread_id AS id FROM thread_events GROUP BY thread_id
    HAVING count(*) <> max(position) - min(position) + 1`,
  'inbox_heads.position': `SELECT e.member_id AS id FROM inbox_events e LEFT JOIN inbox_heads h ON h.member_id = e.member_id
    GROUP BY e.member_id, h.position HAVING h.position IS NULL OR h.position < max(e.position)`,
  'messages.reply_count': `SELECT p.id FROM messages p LEFT JOIN
    (SELECT parent_id, count(*) AS n FROM messages WHERE visible GROUP BY parent_id) r ON r.parent_id = p.id
    WHERE p.reply_count <> coalesce(r.n, 0) AND p.${THERE}`,
  'messages.visible': `SELECT id FROM messages WHERE ${THERE} AND visible <> (state = 'published' OR (reply_count > 0 AND position IS NOT NULL))`,
  'messages.up': `SELECT m.id FROM messages m WHERE m.up <> (SELECT count(*) FROM votes v WHERE v.message_id = m.id AND v.value = 1)`,
  'messages.down': `SELECT m.id FROM messages m WHERE m.down <> (SELECT count(*) FROM votes v WHERE v.message_id = m.id AND v.value = -1)`,
  'messages.open_reports': `SELECT m.id FROM messages m WHERE m.open_reports <>
    (SELECT count(*) FROM reports r WHERE r.message_id = m.id AND r.state = 'open')`,
  'members.published_count': `SELECT a.id FROM members a LEFT JOIN
    (SELECT author_id, count(*) AS n FROM messages WHERE position IS NOT NULL GROUP BY author_id) m ON m.author_id = a.id
    WHERE a.published_count <> coalesce(m.n, 0)`,
};

/** Whether this PostgreSQL would notice a damaged page: it compares one that it reads with its checksum only where it keeps them. */
export async function keepsChecksums(on: Queries): Promise<boolean> {
  const [row] = await on.query<{ data_checksums: string }>('SHOW data_checksums');
  return row?.data_checksums === 'on';
}

/** What the database itself finds wrong with its file; empty for nothing. PostgreSQL tells what it has met since its statistics began. */
export async function soundness(on: Queries): Promise<string[]> {
  if (on.dialect === 'sqlite') {
    const lines = await on.query<{ integrity_check: string }>('PRAGMA integrity_check');
    return lines.map((line) => line.integrity_check).filter((line) => line !== 'ok');
  }
  const [row] = await on.query<{ failures: number }>(
    'SELECT COALESCE(checksum_failures, 0)::integer AS failures FROM pg_stat_database WHERE datname = current_database()',
  );
  return row && row.failures > 0 ? [`${row.failures} pages did not match their checksum`] : [];
}

/** Rows that refer to something that is not there; on PostgreSQL, references that it was told not to check. */
export async function orphans(on: Queries): Promise<string[]> {
  if (on.dialect === 'sqlite') {
    const rows = await on.query<{ table: string; rowid: number; parent: string }>('PRAGMA foreign_key_check');
    return rows.map(({ table, rowid, parent }) => `row ${rowid} of ${table} refers to no row of ${parent}`);
  }
  const unchecked = await on.query<{ table: string; name: string }>(
    `SELECT conrelid::regclass::text AS "table", conname AS name FROM pg_constraint
     WHERE contype = 'f' AND NOT convalidated ORDER BY 1, 2`,
  );
  return unchecked.map(({ table, name }) => `${name} of ${table} was never checked`);
}

/** Which counters a recount denies: `threads.message_count of 0198…`. */
export async function miscounts(on: Queries): Promise<string[]> {
  const wrong: string[] = [];
  for (const [counter, sql] of Object.entries(RECOUNTS)) {
    const rows = await on.query<{ id: string }>(sql);
    wrong.push(...rows.map(({ id }) => `${counter} of ${id}`));
  }
  return wrong;
}

export type Counts = { readonly sites: number; readonly threads: number; readonly messages: number };

export async function countsOf(on: Queries): Promise<Counts> {
  const [counts] = await on.query<Counts>(`SELECT (SELECT count(*) FROM sites) AS sites,
    (SELECT count(*) FROM threads) AS threads, (SELECT count(*) FROM messages) AS messages`);
  return counts ?? { sites: 0, threads: 0, messages: 0 };
}

/** Somebody who was erased, and whether what they wrote stays under no name. */
export type Erased = { readonly id: string; readonly messages: 'keep' | 'remove' };

/** Who was erased; nobody in a database of before erasures were kept. Not every database has all columns. */
export async function erased(on: Queries): Promise<Erased[]> {
  const rows = await on
    .query<{ member_id: string; messages?: string }>('SELECT * FROM erasures ORDER BY at, member_id')
    .catch(() => []);
  return rows.map(({ member_id, messages }) => ({ id: member_id, messages: messages === 'keep' ? 'keep' : 'remove' }));
}

/** As `member erased` prints it: an id a line, with `keep` behind it where what they wrote stays. */
export const erasedLine = ({ id, messages }: Erased): string => (messages === 'keep' ? `${id} keep` : id);

/** Out of such lines. Of somebody who is there twice the words go, unless both say otherwise. */
export function erasedIn(list: string): Erased[] {
  const words = list.split(/\s+/).filter(Boolean);
  return words.flatMap((id, at) =>
    id === 'keep' ? [] : [{ id, messages: words[at + 1] === 'keep' ? ('keep' as const) : ('remove' as const) }],
  );
}

/** Each of them once. */
export function eachErased(all: readonly Erased[]): Erased[] {
  const removed = new Set(all.filter(({ messages }) => messages === 'remove').map(({ id }) => id));
  return [...new Set(all.map(({ id }) => id))].map((id) => ({ id, messages: removed.has(id) ? 'remove' : 'keep' }));
}
