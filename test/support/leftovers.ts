import type { Forum } from './forum.js';

/** Where something still stands: `messages.text`, for every text of every table that has one of these words in it. */
export async function leftovers(forum: Forum, words: readonly string[]): Promise<string[]> {
  const { write, dialect } = forum.connections;
  const found: string[] = [];
  for (const { name } of await write.query<{ name: string }[]>(
    dialect === 'postgres'
      ? `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
      : `SELECT name FROM sqlite_master WHERE type = 'table'`,
  )) {
    const rows = await write.query<Record<string, unknown>[]>(`SELECT * FROM "${name}"`);
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (words.some((word) => String(value).toLowerCase().includes(word.toLowerCase())))
          found.push(`${name}.${column}`);
  }
  return [...new Set(found)].toSorted();
}
