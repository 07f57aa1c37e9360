import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, integer, key, optional, part, refers, text, varchar } from './columns.js';

const EXPORTS = new Table({
  name: 'exports',
  columns: [
    varchar('id', 36, key),
    varchar('member_id', 36),
    varchar('state', 16),
    varchar('failure', 16, optional),
    varchar('language', 8),
    varchar('run', 36),
    integer('tries'),
    integer('chunks'),
    bigint('bytes'),
    bigint('created_at'),
    bigint('ready_at', optional),
    bigint('expires_at'),
  ],
  indices: [
    index('exports_waiting', ['member_id'], { isUnique: true, where: `"state" = 'waiting'` }),
    index('exports_member', ['member_id']),
    index('exports_expires', ['expires_at']),
  ],
});

const CHUNKS = new Table({
  name: 'export_chunks',
  columns: [
    varchar('export_id', 36, part('export_chunks_key')),
    { ...integer('number'), ...part('export_chunks_key') },
    text('sealed'),
  ],
  foreignKeys: [refers('export_chunks_export', 'export_id', 'exports')],
});

/** What members have asked for of their own, for a day. */
export class Exports1764000000051 implements MigrationInterface {
  readonly name = 'Exports1764000000051';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [EXPORTS, CHUNKS]) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [CHUNKS, EXPORTS]) await runner.dropTable(name);
  }
}
