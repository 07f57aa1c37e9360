import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, key, optional, refers, text, varchar } from './columns.js';

const PASSKEYS = new Table({
  name: 'passkeys',
  columns: [
    varchar('id', 36, key),
    varchar('member_id', 36),
    varchar('credential_id', 1400),
    text('public_key'),
    bigint('counter'),
    varchar('transports', 200),
    varchar('name', 60),
    varchar('device', 80, optional),
    bigint('created_at'),
    bigint('used_at', optional),
  ],
  indices: [
    index('passkeys_credential', ['credential_id'], { isUnique: true }),
    index('passkeys_member', ['member_id']),
  ],
  foreignKeys: [refers('passkeys_member_fk', 'member_id', 'members')],
});

const CHALLENGES = new Table({
  name: 'passkey_challenges',
  columns: [varchar('hash', 64, key), varchar('member_id', 36, optional), bigint('expires_at')],
  indices: [index('passkey_challenges_expires', ['expires_at']), index('passkey_challenges_member', ['member_id'])],
});

/** By what staff sign in without a link, and what their authenticators are asked to sign. */
export class Passkeys1764000000050 implements MigrationInterface {
  readonly name = 'Passkeys1764000000050';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [PASSKEYS, CHALLENGES]) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [CHALLENGES, PASSKEYS]) await runner.dropTable(name);
  }
}
