import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { MigrationLog } from '../audit/migration-log.service.js';
import type { Command } from './command.js';

export const DATABASE_COMMANDS: readonly Command[] = [
  {
    name: 'migrate',
    does: say('command.migrate.does'),
    mayBeEmpty: true,
    run: async (forum) => {
      // It was migrated when it was opened.
      await forum.get(MigrationLog, { strict: false }).note(COMMAND_LINE);
      return t('command.migrate.done');
    },
  },
];
