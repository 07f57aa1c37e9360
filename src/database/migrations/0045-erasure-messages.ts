import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the messages of who was erased stay, under no name. Of those of before, their words went. */
export class ErasureMessages1764000000045 implements MigrationInterface {
  readonly name = 'ErasureMessages1764000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE erasures ADD COLUMN messages varchar(8) NOT NULL DEFAULT 'remove'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE erasures DROP COLUMN messages');
  }
}
