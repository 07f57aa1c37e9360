import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By ALTER TABLE, which both databases have: TypeORM would make the table anew on SQLite, and others refer to it. */
const COLUMNS = [
  ['way', 'varchar(32)'],
  ['device', 'varchar(80)'],
  ['used_at', 'bigint'],
] as const;

/** What a member sees of its sessions: by which way each was opened, where, and when it was last used. */
export class Sessions1764000000031 implements MigrationInterface {
  readonly name = 'Sessions1764000000031';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS) await runner.query(`ALTER TABLE tokens ADD COLUMN ${name} ${type}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of COLUMNS.toReversed()) await runner.query(`ALTER TABLE tokens DROP COLUMN ${name}`);
  }
}
