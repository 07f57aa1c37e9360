import pg from 'pg';
import type { Run } from './fault.js';

/** Tables and indexes of the forum. */
const OF_THE_FORUM = "n.nspname = 'public' AND c.relpersistence = 'p'";
const TABLES = `SELECT c.oid::regclass::text AS name, v.blkno, v.msg FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
  LATERAL verify_heapam(c.oid, check_toast => true) v WHERE c.relkind = 'r' AND ${OF_THE_FORUM}`;
const INDEXES = `SELECT c.oid::regclass::text AS name, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_am a ON a.oid = c.relam WHERE c.relkind = 'i' AND a.amname = 'btree' AND ${OF_THE_FORUM}`;

/** Reads every page of a PostgreSQL of the run's own: rows that are no rows, and indexes that lack some or are out of order. */
export async function checkPostgresFiles(run: Run, url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS amcheck');
    const tables = await client.query<{ name: string; blkno: string; msg: string }>(TABLES);
    run.found(
      'corrupt',
      tables.rows.map(({ name, blkno, msg }) => `${name}, page ${blkno}: ${msg}`),
    );
    for (const { name, oid } of (await client.query<{ name: string; oid: number }>(INDEXES)).rows)
      await client
        .query('SELECT bt_index_check($1::oid::regclass, true)', [oid])
        .catch((error: Error) => run.found('corrupt', [`${name}: ${error.message}`]));
  } finally {
    await client.end();
  }
}
