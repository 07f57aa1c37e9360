import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { DemoRemovalService } from '../web/demo/demo-removal.service.js';
import type { Command } from './command.js';

export const DEMO_COMMANDS: readonly Command[] = [
  {
    name: 'demo remove',
    does: say('command.demo.does'),
    run: async (forum) => {
      const { threads, messages, people } = await forum.get(DemoRemovalService, { strict: false }).remove(COMMAND_LINE);
      if (threads + people === 0) return t('command.demo.none');
      return t('command.demo.gone', { threads, messages, people });
    },
  },
];
