import { erasedLine } from '../database/backup/recounts.js';
import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { ErasuresService } from '../messages/erasures/erasures.service.js';
import type { Command } from './command.js';

export const MEMBER_COMMANDS: readonly Command[] = [
  {
    name: 'member erase',
    takes: 'ID',
    does: say('command.member.erase'),
    words: 1,
    run: async (forum, given) => {
      const { messages } = await forum.get(ErasuresService, { strict: false }).erase(given.word());
      return t('command.member.erasedOne', { n: messages });
    },
  },
  {
    name: 'member erased',
    does: say('command.member.erased'),
    run: async (forum) => (await forum.get(ErasuresService, { strict: false }).erased()).map(erasedLine).join('\n'),
  },
];
