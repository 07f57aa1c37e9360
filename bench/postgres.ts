import Database from 'better-sqlite3';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres-server.mjs';
import { Forum } from './forum.js';
import { keptFile, seededBy, type Plan, type Seeded } from './seed.js';

/** In the order in which they refer to each other. */
const TABLES = ['members', 'tokens', 'threads', 'messages', 'thread_events', 'votes'];
/** Rows that one statement stores. */
const ROWS = 1_000;

/** A PostgreSQL that waits for its disk, with a seeded forum in it. It has no core of its own: it shares both. */
export class PostgresForum {
  private constructor(
    readonly url: string,
    readonly seeded: Seeded,
    private readonly stopServer: () => Promise<void>,
  ) {}

  static async of(plan: Plan): Promise<PostgresForum> {
    const { url, stop } = await startPostgres(undefined, { durable: true });
    // The forum makes the schema and its first site; people and what they say are those of the file that is kept of this plan.
    const first = await Forum.on(url, seededBy(plan));
    await first.end();
    await copy(await keptFile(plan), url);
    return new PostgresForum(url, seededBy(plan), stop);
  }

  /** One more process of the forum. */
  process(options?: Parameters<typeof Forum.on>[2]): Promise<Forum> {
    return Forum.on(this.url, this.seeded, options);
  }

  /**
   * @throws Error unless the positions of these threads are 1, 2, 3 … in the order in which their messages were stored, and the
   * threads' own counts say so
   */
  async checkOrder(threads: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    const { rows } = await client.query<{ id: string }>(
      `SELECT t.id FROM threads t JOIN (SELECT thread_id, count(*) AS messages, count(DISTINCT position) AS places, max(position) AS last
          FROM messages GROUP BY thread_id) m ON m.thread_id = t.id
         JOIN (SELECT thread_id, count(*) AS events, max(position) AS last FROM thread_events GROUP BY thread_id) e ON e.thread_id = t.id
        WHERE t.id = ANY($1) AND NOT (t.position = m.last AND t.message_count = m.messages AND m.places = m.messages
          AND e.events = m.messages AND e.last = m.last)`,
      [threads],
    );
    await client.end();
    if (rows.length > 0) throw new Error(`Positions are missing or doubled in ${rows.map(({ id }) => id).join(', ')}`);
  }

  stop(): Promise<void> {
    return this.stopServer();
  }
}

async function copy(file: string, url: string): Promise<void> {
  const from = new Database(file, { readonly: true });
  const to = new pg.Client({ connectionString: url });
  await to.connect();
  try {
    await to.query(`TRUNCATE ${TABLES.join(', ')} CASCADE`);
    for (const table of TABLES) {
      const rows = from.prepare(`SELECT * FROM ${table}`).all();
      for (let at = 0; at < rows.length; at += ROWS)
        await to.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [
          JSON.stringify(rows.slice(at, at + ROWS)),
        ]);
      await to.query(`ANALYZE ${table}`);
    }
  } finally {
    await to.end();
    from.close();
  }
}
