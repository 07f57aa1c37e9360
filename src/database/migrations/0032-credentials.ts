import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, integer, key, optional, refers, text, varchar } from './columns.js';

const CREDENTIALS = new Table({
  name: 'credentials',
  columns: [
    varchar('id', 36, key),
    varchar('member_id', 36),
    varchar('way', 32),
    varchar('scope', 64),
    varchar('subject', 255),
    text('sealed', optional),
    bigint('created_at'),
    bigint('used_at'),
  ],
  indices: [
    index('credentials_subject', ['way', 'scope', 'subject'], { isUnique: true }),
    index('credentials_member', ['member_id']),
  ],
  foreignKeys: [refers('credentials_member_fk', 'member_id', 'members')],
});

const MAIL_CODES = new Table({
  name: 'mail_codes',
  columns: [
    varchar('id', 36, key),
    varchar('subject', 64),
    varchar('name', 100, optional),
    varchar('member_id', 36, optional),
    varchar('code_hash', 64),
    varchar('browser_hash', 64),
    varchar('asker', 64),
    integer('tries'),
    bigint('created_at'),
    bigint('expires_at'),
    bigint('sent_at', optional),
    bigint('used_at', optional),
  ],
  indices: [index('mail_codes_subject', ['subject']), index('mail_codes_expires', ['expires_at'])],
});

/** By what members prove who they are, and the codes that are sent by mail. */
export class Credentials1764000000032 implements MigrationInterface {
  readonly name = 'Credentials1764000000032';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [CREDENTIALS, MAIL_CODES]) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [MAIL_CODES, CREDENTIALS]) await runner.dropTable(name);
  }
}
