import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, key, varchar } from './columns.js';

const SPENT_PROOFS = new Table({
  name: 'spent_proofs',
  columns: [varchar('id', 36, key), varchar('use', 64), bigint('expires_at')],
  indices: [index('spent_proofs_expires', ['expires_at'])],
});

/** Work that guests did for a message, so that it is good once. */
export class SpentProofs1764000000040 implements MigrationInterface {
  readonly name = 'SpentProofs1764000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SPENT_PROOFS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('spent_proofs');
  }
}
