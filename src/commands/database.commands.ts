import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import type { Command } from './command.js';

export const DATABASE_COMMANDS: readonly Command[] = [
  {
    name: 'migrate',
    does: say('command.migrate.does'),
    mayBeEmpty: true,
    // It was migrated when it was opened.
    run: async () => t('command.migrate.done'),
  },
];
