import type { Command } from './command.js';

export const DATABASE_COMMANDS: readonly Command[] = [
  {
    name: 'migrate',
    does: "brings the database to this version's schema; a start does the same",
    mayBeEmpty: true,
    // It was migrated when it was opened.
    run: async () => 'The database has the schema of this version.',
  },
];
