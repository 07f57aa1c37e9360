import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { key, varchar } from './columns.js';

/** Reporters of one address count once, and no address is kept for it. */
export class ReportKeys1764000000013 implements MigrationInterface {
  readonly name = 'ReportKeys1764000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({ name: 'report_keys', columns: [varchar('site_id', 64, key), varchar('secret', 64)] }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('report_keys');
  }
}
