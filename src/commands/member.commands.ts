import { ErasuresService } from '../messages/erasures/erasures.service.js';
import type { Command } from './command.js';

export const MEMBER_COMMANDS: readonly Command[] = [
  {
    name: 'member erase',
    takes: 'ID',
    does: 'takes away a person’s name, mail address, words and ways in, for good; what was written keeps its empty places',
    words: 1,
    run: async (forum, given) => {
      const { messages } = await forum.get(ErasuresService, { strict: false }).erase(given.word());
      return `Erased, with the words of ${messages} message${messages === 1 ? '' : 's'}. Backups of before still have them: restore erases them again.`;
    },
  },
  {
    name: 'member erased',
    does: 'prints the ids of all who were erased: worth keeping beside the backups, for `restore --erased`',
    run: async (forum) => (await forum.get(ErasuresService, { strict: false }).erased()).join('\n'),
  },
];
