import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { ResealingService } from '../identity/credentials/resealing.service.js';
import type { Command } from './command.js';

export const SECRET_COMMANDS: readonly Command[] = [
  {
    name: 'secrets reseal',
    does: say('command.secrets.reseal'),
    run: async (forum) => {
      const { resealed, closed, publishers } = await forum.get(ResealingService, { strict: false }).reseal();
      const lines = [t('command.secrets.resealed', { n: resealed })];
      if (closed > 0) lines.push(t('command.secrets.closed', { n: closed }));
      if (publishers > 0) lines.push(t('command.secrets.publishers', { n: publishers }));
      return lines.join('\n');
    },
  },
];
