import { BACKUP_COMMANDS } from './backup/backup.commands.js';
import type { Command } from './command.js';
import { DATABASE_COMMANDS } from './database.commands.js';
import { DEMO_COMMANDS } from './demo.commands.js';
import { JOB_COMMANDS } from './job.commands.js';
import { LOG_COMMANDS } from './log.commands.js';
import { MEMBER_COMMANDS } from './member.commands.js';
import { SECRET_COMMANDS } from './secret.commands.js';
import { SETTINGS_COMMANDS } from './settings.commands.js';
import { SITE_COMMANDS } from './site.commands.js';
import { THREAD_COMMANDS } from './thread.commands.js';
import { STAFF_COMMANDS } from './staff.commands.js';

/** Every command, in the order in which help shows them. A new group is a file beside this one, and a line here. */
export const COMMANDS: readonly Command[] = [
  ...STAFF_COMMANDS,
  ...SITE_COMMANDS,
  ...SETTINGS_COMMANDS,
  ...THREAD_COMMANDS,
  ...DEMO_COMMANDS,
  ...MEMBER_COMMANDS,
  ...SECRET_COMMANDS,
  ...DATABASE_COMMANDS,
  ...BACKUP_COMMANDS,
  ...LOG_COMMANDS,
  ...JOB_COMMANDS,
];
