import { COMMAND_LINE } from '../audit/audit-log.js';
import { DemoRemovalService } from '../web/demo/demo-removal.service.js';
import type { Command } from './command.js';

export const DEMO_COMMANDS: readonly Command[] = [
  {
    name: 'demo remove',
    does: 'takes away the invented newspaper’s discussions, their people, and what readers wrote there',
    run: async (forum) => {
      const { threads, messages, people } = await forum.get(DemoRemovalService, { strict: false }).remove(COMMAND_LINE);
      if (threads + people === 0) return 'There is nothing of the demo.';
      return `${threads} discussions with ${messages} messages are gone, and ${people} invented people.`;
    },
  },
];
