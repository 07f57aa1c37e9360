import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a message was highlighted. */
export class Highlights1764000000090 implements MigrationInterface {
  readonly name = 'Highlights1764000000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages ADD COLUMN highlighted_at bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP COLUMN highlighted_at');
  }
}
