import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { sqlitePath } from '../config/database-url.js';
import { makeWhole } from '../database/backup/files.js';
import { look, lookAtSqlite } from '../database/backup/looking.js';
import { dump, requireProgram, serverVersion } from '../database/backup/postgres.js';
import { countsOf, soundness } from '../database/backup/recounts.js';
import { copySqlite } from '../database/backup/sqlite.js';
import { requireDatabase } from '../database/opening/existing.js';
import type { Command } from './command.js';
import { restore, tell } from './restore.js';
import { verify } from './verify.js';

export const BACKUP_COMMANDS: readonly Command[] = [
  {
    name: 'backup',
    takes: 'FILE',
    does: 'writes one moment of the database into a new file, while the forum goes on writing; on PostgreSQL by pg_dump,\nwhich must be on the PATH and not older than the server',
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
            throw new Error(`The database is damaged: ${faults.slice(0, 3).join(', ')}. No backup was made.`);
          held = tell(await countsOf(on));
        });
      });
      return `${file} holds ${held} (${(statSync(file).size / 1_048_576).toFixed(1)} MiB).`;
    },
  },
  {
    name: 'restore',
    takes: 'FILE [--replace] [--erased LIST]',
    does: 'puts a backup into an empty database, or with --replace in the place of the one that is there; the forum must be stopped.\nWho was erased there, or stands in the LIST that `member erased` printed, is erased again',
    words: 1,
    options: { replace: 'alone', erased: 'once' },
    runOn: async (config, given, tools) => {
      const asked = { file: given.word(), replace: given.has('replace'), erasedList: given.option('erased') };
      const { counts, again, notes } = await restore(config, asked, tools);
      const people = again === 1 ? '1 person was' : `${again} people were`;
      return [
        `The database holds ${tell(counts)} again. Every open page will read anew.`,
        ...(again > 0 ? [`${people} erased again.`] : []),
        ...notes,
      ].join('\n');
    },
  },
  {
    name: 'verify',
    does: 'checks the file, its references, every counter against a recount, and the log; ends with 1 when something is wrong',
    runOn: async (config) => {
      await requireDatabase(config);
      const { ok, sentences } = await verify(config);
      if (!ok) throw new Error(sentences.join('\n'));
      return sentences.join('\n');
    },
  },
];
