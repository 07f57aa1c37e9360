import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, key, part, varchar } from './columns.js';

const TABLES = [
  new Table({
    name: 'inbox_heads',
    columns: [varchar('member_id', 36, key), bigint('position'), varchar('epoch', 36)],
  }),
  new Table({
    name: 'inbox_events',
    columns: [
      varchar('member_id', 36, part('inbox_events_key')),
      bigint('position', part('inbox_events_key')),
      varchar('type', 64),
      varchar('subject_id', 36),
      bigint('at'),
    ],
    indices: [index('inbox_events_at', ['at'])],
  }),
];

const NOW = {
  'better-sqlite3': `CAST(strftime('%s', 'now') AS integer) * 1000`,
  postgres: 'CAST(extract(epoch FROM now()) * 1000 AS bigint)',
} as const;

/** That they end is told by a job of each, which those of before have not. */
const endsOfSuspensions = (now: string) => `INSERT INTO jobs
    (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
  SELECT id, 'sanctions.ended', id, '{"sanctionId":"' || id || '"}', 'waiting', 1, 0, until, ${now}
    FROM sanctions WHERE lifted_at IS NULL AND until > ${now}`;

/** What members are told of what is their own alone. */
export class Inboxes1764000000030 implements MigrationInterface {
  readonly name = 'Inboxes1764000000030';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table.clone());
    await runner.query(endsOfSuspensions(NOW[runner.connection.options.type as keyof typeof NOW]));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM jobs WHERE kind = 'sanctions.ended'`);
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}
