import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, key, optional, part, refers, text, varchar } from './columns.js';

/** What is known of a thread's name, and what has become of it. The titles of before came from anybody: `''` says so. */
const COLUMNS = [
  "title_by varchar(8) NOT NULL DEFAULT ''",
  'told_at bigint NOT NULL DEFAULT 0',
  'looked_at bigint',
  'merged_into varchar(36)',
  'deleted_at bigint',
];

const TABLES = [
  new Table({
    name: 'thread_addresses',
    columns: [
      varchar('site_id', 64, part('thread_addresses_pk')),
      varchar('hash', 64, part('thread_addresses_pk')),
      varchar('thread_id', 36),
      varchar('kind', 8),
      text('value'),
      bigint('created_at'),
    ],
    indices: [index('thread_addresses_of', ['thread_id'])],
    foreignKeys: [refers('thread_addresses_thread', 'thread_id', 'threads')],
  }),
  new Table({
    name: 'site_secrets',
    columns: [
      varchar('id', 36, key),
      varchar('site_id', 64),
      varchar('secret', 64),
      bigint('created_at'),
      bigint('expires_at', optional),
    ],
    indices: [index('site_secrets_site', ['site_id'])],
    foreignKeys: [refers('site_secrets_site_fk', 'site_id', 'sites')],
  }),
  new Table({
    name: 'moved_messages',
    columns: [
      varchar('act', 36, part('moved_messages_pk')),
      varchar('message_id', 36, part('moved_messages_pk')),
      varchar('thread_id', 36),
      bigint('position', optional),
      { name: 'visible', type: 'boolean' },
    ],
    foreignKeys: [refers('moved_messages_message', 'message_id', 'messages')],
  }),
];

/** One thread has many addresses; the publisher's word on it has a source and a time; threads can be merged and deleted. */
export class ThreadAddresses1764000000002 implements MigrationInterface {
  readonly name = 'ThreadAddresses1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    // Not `addColumn`: on SQLite it makes the table anew, and everything that refers to it would have to go first.
    for (const column of COLUMNS) await runner.query(`ALTER TABLE threads ADD COLUMN ${column}`);
    for (const table of TABLES) await runner.createTable(table.clone());
    // An address had one thread without a key; now it has one thread, in thread_addresses.
    await runner.query('DROP INDEX threads_url');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE UNIQUE INDEX threads_url ON threads (site_id, url) WHERE "key" IS NULL');
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
    for (const column of COLUMNS.toReversed())
      await runner.query(`ALTER TABLE threads DROP COLUMN ${column.split(' ')[0]}`);
  }
}
