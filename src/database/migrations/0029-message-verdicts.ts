import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, integer, part, refers, text, varchar } from './columns.js';

const MESSAGE_VERDICTS = new Table({
  name: 'message_verdicts',
  columns: [
    varchar('message_id', 36, part('message_verdicts_key')),
    { ...integer('revision'), ...part('message_verdicts_key') },
    varchar('verdict', 16),
    text('rules'),
    text('facts'),
    text('evidence'),
    bigint('at'),
  ],
  foreignKeys: [refers('message_verdicts_message', 'message_id', 'messages')],
});

/** What was decided on each revision of a message, and what it rested on. Messages from before have none. */
export class MessageVerdicts1764000000029 implements MigrationInterface {
  readonly name = 'MessageVerdicts1764000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(MESSAGE_VERDICTS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('message_verdicts');
  }
}
