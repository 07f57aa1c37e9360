import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change of a site names the revision that it saw. */
export class SiteRevisions1764000000004 implements MigrationInterface {
  readonly name = 'SiteRevisions1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    // Not `addColumn`: on SQLite it makes the table anew, and everything that refers to it would have to go first.
    await runner.query('ALTER TABLE sites ADD COLUMN revision integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sites DROP COLUMN revision');
  }
}
