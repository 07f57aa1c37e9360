import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { integer, part, text, varchar } from './columns.js';

const SETTINGS = new Table({
  name: 'settings',
  columns: [
    varchar('site_id', 64, part('settings_key')),
    varchar('scope', 16, part('settings_key')),
    varchar('owner', 200, part('settings_key')),
    text('stored'),
    integer('revision'),
  ],
});

/** What is set for sections, threads and members. What is set for sites stays where it was: a build that is being replaced goes on reading it. */
export class Settings1764000000028 implements MigrationInterface {
  readonly name = 'Settings1764000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SETTINGS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('settings');
  }
}
