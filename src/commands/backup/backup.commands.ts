import { language, t } from '../../i18n/format.js';
import { say } from '../../i18n/text.js';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { sqlitePath } from '../../config/database-url.js';
import { makeWhole } from '../../database/backup/files.js';
import { look, lookAtSqlite } from '../../database/backup/looking.js';
import { dump, requireProgram, serverVersion } from '../../database/backup/postgres.js';
import { countsOf, soundness } from '../../database/backup/recounts.js';
import { copySqlite } from '../../database/backup/sqlite.js';
import { requireDatabase } from '../../database/opening/existing.js';
import type { Command } from '../command.js';
import { restore, tell } from './restore.js';
import { verify } from './verify.js';

export const BACKUP_COMMANDS: readonly Command[] = [
  {
    name: 'backup',
    takes: 'FILE',
    does: say('command.backup.does'),
    words: 1,
    runOn: async (config, given, { environment }) => {
      await requireDatabase(config);
      const file = resolve(given.word());
      const path = sqlitePath(config.DATABASE_URL);
      let held: string | undefined;
      await makeWhole(file, async (part) => {
        if (path === null) {
          await requireProgram('pg_dump', environment, await serverVersion(config.DATABASE_URL));
          held = tell(await look(config, countsOf));
          return dump(config.DATABASE_URL, part, environment);
        }
        await copySqlite(path, part);
        await lookAtSqlite(part, async (on) => {
          const faults = await soundness(on);
          if (faults.length > 0)
            throw new Error(t('command.backup.damaged', { faults: faults.slice(0, 3).join(', ') }));
          held = tell(await countsOf(on));
        });
      });
      return t('command.backup.holds', { file, what: held ?? '', size: mebibytes(statSync(file).size) });
    },
  },
  {
    name: 'restore',
    takes: 'FILE [--replace] [--erased LIST]',
    does: say('command.restore.does'),
    words: 1,
    options: { replace: 'alone', erased: 'once' },
    runOn: async (config, given, tools) => {
      const asked = { file: given.word(), replace: given.has('replace'), erasedList: given.option('erased') };
      const { counts, again, notes } = await restore(config, asked, tools);
      return [
        t('command.restore.done', { what: tell(counts) }),
        ...(again > 0 ? [t('command.restore.again', { n: again })] : []),
        ...notes,
      ].join('\n');
    },
  },
  {
    name: 'verify',
    does: say('command.verify.does'),
    runOn: async (config) => {
      await requireDatabase(config);
      const { ok, sentences } = await verify(config);
      if (!ok) throw new Error(sentences.join('\n'));
      return sentences.join('\n');
    },
  },
];

const mebibytes = (bytes: number): string =>
  (bytes / 1_048_576).toLocaleString(language().locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
