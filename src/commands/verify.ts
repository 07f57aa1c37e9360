import { entriesAfter } from '../audit/audit-log.repository.js';
import { verdictSays, walk } from '../audit/audit-log.js';
import type { Config } from '../config/config.js';
import { look } from '../database/backup/looking.js';
import { miscounts, orphans, RECOUNTS, soundness } from '../database/backup/recounts.js';
import type { Queries } from '../database/sql.js';

/** How many faults of a kind are named. */
const NAMED = 5;

/** Everything that a database can say of itself, a sentence each. */
export async function verify(config: Config): Promise<{ readonly ok: boolean; readonly sentences: string[] }> {
  return look(config, async (on) => {
    const checks = [
      await faults('The file is sound.', 'The file is damaged', () => soundness(on)),
      await faults('Every row refers to rows that are there.', 'Rows refer to what is not there', () => orphans(on)),
      await faults(
        `Every counter is what a recount says, of ${Object.keys(RECOUNTS).length} kinds.`,
        'Counters are wrong',
        () => miscounts(on),
      ),
      await chain(on),
    ];
    return { ok: checks.every(({ ok }) => ok), sentences: checks.map(({ sentence }) => sentence) };
  });
}

type Check = { readonly ok: boolean; readonly sentence: string };

async function faults(well: string, ill: string, find: () => Promise<string[]>): Promise<Check> {
  const found = await find().catch((error: Error) => [error.message]);
  if (found.length === 0) return { ok: true, sentence: well };
  const more = found.length > NAMED ? `, and ${found.length - NAMED} more` : '';
  return { ok: false, sentence: `${ill}: ${found.slice(0, NAMED).join(', ')}${more}.` };
}

async function chain(on: Queries): Promise<Check> {
  try {
    const verdict = await walk((seq, limit) => entriesAfter(on, seq, limit));
    return { ok: verdict.ok, sentence: `${verdictSays(verdict)}.` };
  } catch (error) {
    return { ok: false, sentence: `The log cannot be read: ${(error as Error).message}.` };
  }
}
