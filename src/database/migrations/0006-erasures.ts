import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, key, varchar } from './columns.js';

/** Who was erased: a backup that is put back still has them, and they are erased in it again. */
export class Erasures1764000000006 implements MigrationInterface {
  readonly name = 'Erasures1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table({ name: 'erasures', columns: [varchar('member_id', 36, key), bigint('at')] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('erasures');
  }
}
