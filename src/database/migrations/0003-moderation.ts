import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, integer, key, optional, part, refers, text, varchar } from './columns.js';

const TABLES = [
  new Table({ name: 'queue_heads', columns: [varchar('site_id', 64, key), bigint('position'), varchar('epoch', 36)] }),
  new Table({
    name: 'queue_events',
    columns: [
      varchar('site_id', 64, part('queue_events_key')),
      bigint('position', part('queue_events_key')),
      varchar('move', 16),
      varchar('message_id', 36),
      varchar('by_id', 36, optional),
      varchar('by_name', 100, optional),
      varchar('decision', 16, optional),
      bigint('at'),
    ],
  }),
  new Table({
    name: 'message_revisions',
    columns: [
      varchar('message_id', 36, part('message_revisions_key')),
      { ...integer('revision'), ...part('message_revisions_key') },
      text('text'),
      text('html'),
      bigint('at'),
    ],
    foreignKeys: [refers('message_revisions_message', 'message_id', 'messages')],
  }),
  new Table({
    name: 'message_decisions',
    columns: [
      bigint('seq', key),
      varchar('message_id', 36),
      integer('revision'),
      varchar('decision', 16),
      text('reason', optional),
      bigint('at'),
    ],
    indices: [index('message_decisions_message', ['message_id', 'revision'], { isUnique: true })],
    foreignKeys: [refers('message_decisions_message_fk', 'message_id', 'messages')],
  }),
];

/** By ALTER TABLE, which both databases have: TypeORM would make the table anew on SQLite, and others refer to it. */
const COLUMNS = [
  ['messages', 'decision', "varchar(16) NOT NULL DEFAULT ''"],
  ['reports', 'revision', 'integer NOT NULL DEFAULT 0'],
  ['reports', 'weight', 'integer NOT NULL DEFAULT 100'],
  ['reports', 'address_hash', "varchar(64) NOT NULL DEFAULT ''"],
] as const;

const INDICES = [
  ['messages', index('messages_reported', ['site_id', 'id'], { where: '"open_reports" > 0' })],
  [
    'messages',
    index('messages_taken_back', ['site_id', 'decision', 'id'], { where: `"state" = 'deleted' AND "decision" <> ''` }),
  ],
  ['messages', index('messages_of_site', ['site_id', 'id'])],
  ['messages', index('messages_unpublished', ['author_id', 'thread_id', 'id'], { where: `"state" <> 'published'` })],
  ['reports', index('reports_of_member', ['member_id'])],
] as const;

/** What the last decision was, as far as the state tells it. */
const DECIDED = `UPDATE messages SET decision = CASE state WHEN 'published' THEN 'approve' WHEN 'rejected' THEN 'reject'
  WHEN 'spam' THEN 'spam' WHEN 'held' THEN 'hold' ELSE '' END WHERE decided_revision > 0`;

/** The queue's own log, what messages said before and what was decided on them, and whom a report comes from. */
export class Moderation1764000000003 implements MigrationInterface {
  readonly name = 'Moderation1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table.clone());
    for (const [table, name, type] of COLUMNS) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
    await runner.query(DECIDED);
    for (const [table, options] of INDICES) await runner.createIndex(table, new TableIndex({ ...options }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [, { name }] of INDICES.toReversed()) await runner.query(`DROP INDEX ${name}`);
    for (const [table, name] of COLUMNS.toReversed()) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}
