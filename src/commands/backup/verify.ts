import { t } from '../../i18n/format.js';
import { entriesAfter } from '../../audit/audit-log.repository.js';
import { verdictText, walk } from '../../audit/audit-log.js';
import type { Config } from '../../config/config.js';
import { look } from '../../database/backup/looking.js';
import { keepsChecksums, miscounts, orphans, RECOUNTS, soundness } from '../../database/backup/recounts.js';
import type { Queries } from '../../database/sql.js';

/** How many faults of a kind are named. */
const NAMED = 5;

/** Everything that a database can say of itself, a sentence each. */
export async function verify(config: Config): Promise<{ readonly ok: boolean; readonly sentences: string[] }> {
  return look(config, async (on) => {
    const checks = [
      await faults(await soundSentence(on), 'command.verify.damaged', () => soundness(on)),
      await faults(t('command.verify.rows'), 'command.verify.orphans', () => orphans(on)),
      await faults(t('command.verify.counters', { n: Object.keys(RECOUNTS).length }), 'command.verify.miscounts', () =>
        miscounts(on),
      ),
      await chain(on),
    ];
    return { ok: checks.every(({ ok }) => ok), sentences: checks.map(({ sentence }) => sentence) };
  });
}

/** What is said of a database that knows of no damage. */
async function soundSentence(on: Queries): Promise<string> {
  if (on.dialect === 'sqlite') return t('command.verify.sound');
  return t((await keepsChecksums(on)) ? 'command.verify.pages' : 'command.verify.unnoticed');
}

type Ill = 'command.verify.damaged' | 'command.verify.orphans' | 'command.verify.miscounts';
type Check = { readonly ok: boolean; readonly sentence: string };

async function faults(well: string, ill: Ill, find: () => Promise<string[]>): Promise<Check> {
  const found = await find().catch((error: Error) => [error.message]);
  if (found.length === 0) return { ok: true, sentence: well };
  const named = found.slice(0, NAMED).join(', ');
  const more = found.length - NAMED;
  const sentence = t(ill, { faults: more > 0 ? t('command.verify.more', { faults: named, n: more }) : named });
  return { ok: false, sentence };
}

async function chain(on: Queries): Promise<Check> {
  try {
    const verdict = await walk((seq, limit) => entriesAfter(on, seq, limit));
    return { ok: verdict.ok, sentence: t('command.verify.log', { verdict: verdictText(verdict) }) };
  } catch (error) {
    return { ok: false, sentence: t('command.verify.noLog', { why: (error as Error).message }) };
  }
}
