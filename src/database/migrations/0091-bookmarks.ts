import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, part, refers, varchar } from './columns.js';

const BOOKMARKS = new Table({
  name: 'bookmarks',
  columns: [
    varchar('message_id', 36, part('bookmarks_key')),
    varchar('member_id', 36, part('bookmarks_key')),
    varchar('thread_id', 36),
    bigint('at'),
  ],
  foreignKeys: [refers('bookmarks_message', 'message_id', 'messages')],
});

/** What members want to find again. */
export class Bookmarks1764000000091 implements MigrationInterface {
  readonly name = 'Bookmarks1764000000091';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(BOOKMARKS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('bookmarks');
  }
}
