import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { index } from './columns.js';

/** By ALTER TABLE, which both databases have: TypeORM would make the table anew on SQLite, and others refer to it. */
const COLUMNS = [
  ['thread_addresses', 'source', "varchar(8) NOT NULL DEFAULT ''"],
  ['threads', 'image', 'text'],
] as const;

const INDICES = [
  index('threads_deleted', ['id'], { where: '"deleted_at" IS NOT NULL' }),
  index('threads_latest', ['created_at', 'id']),
];

/** Whose word an address is, the picture of an article, and the threads that were deleted: their messages wait for nobody. */
export class ThreadDetails1764000000027 implements MigrationInterface {
  readonly name = 'ThreadDetails1764000000027';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, type] of COLUMNS) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
    for (const options of INDICES) await runner.createIndex('threads', new TableIndex({ ...options }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of INDICES.toReversed()) await runner.query(`DROP INDEX ${name}`);
    for (const [table, name] of COLUMNS.toReversed()) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
  }
}
