import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, integer, key, optional, text, varchar } from './columns.js';

const JOBS = new Table({
  name: 'jobs',
  columns: [
    varchar('id', 36, key),
    varchar('kind', 64),
    varchar('dedupe_key', 200),
    text('payload'),
    varchar('state', 16),
    integer('asked'),
    integer('attempts'),
    bigint('run_at'),
    varchar('lease', 36, optional),
    bigint('leased_until', optional),
    text('last_error', optional),
    bigint('created_at'),
  ],
  indices: [index('jobs_due', ['state', 'run_at']), index('jobs_once', ['kind', 'dedupe_key'], { isUnique: true })],
});

/** What brooms look for. */
const INDICES = {
  tokens_expires: 'tokens (expires_at)',
  tokens_revoked: 'tokens (revoked_at)',
  members_unpublished: `members (id) WHERE kind = 'guest' AND published_count = 0`,
} as const;

/** Work that is done later, and what the brooms of it need. */
export class Jobs1764000000014 implements MigrationInterface {
  readonly name = 'Jobs1764000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(JOBS.clone());
    for (const [name, columns] of Object.entries(INDICES)) await runner.query(`CREATE INDEX ${name} ON ${columns}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(INDICES)) await runner.query(`DROP INDEX ${name}`);
    await runner.dropTable('jobs');
  }
}
