import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, part, varchar } from './columns.js';

const KEY = part('used_sso_tokens_key');

const USED = new Table({
  name: 'used_sso_tokens',
  columns: [varchar('site_id', 64, KEY), varchar('jti_hash', 64, KEY), bigint('expires_at')],
  indices: [index('used_sso_tokens_expires', ['expires_at'])],
});

/** What publishers say of their own readers, and which of the tokens that say it were used. */
export class Entitlements1764000000035 implements MigrationInterface {
  readonly name = 'Entitlements1764000000035';

  async up(runner: QueryRunner): Promise<void> {
    // Not `addColumn`: on SQLite it makes the table anew, and everything that refers to it would have to go first.
    await runner.query('ALTER TABLE members ADD COLUMN entitlements text');
    await runner.createTable(USED.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(USED.name);
    await runner.query('ALTER TABLE members DROP COLUMN entitlements');
  }
}
