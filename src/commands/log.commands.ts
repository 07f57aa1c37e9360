import { AuditLog } from '../audit/audit-log.js';
import type { Command } from './command.js';

export const LOG_COMMANDS: readonly Command[] = [
  {
    name: 'log verify',
    does: "walks the moderators' log and says whether a line was changed, left out or put in",
    run: async (forum) => {
      const verdict = await forum.get(AuditLog).verify();
      if (verdict.ok) return `The log is whole: ${verdict.entries} entries, head ${verdict.head}`;
      throw new Error(`The log is broken at entry ${verdict.brokenAt}; up to entry ${verdict.entries} it is whole.`);
    },
  },
];
