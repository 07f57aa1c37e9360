import { t } from '../../i18n/format.js';
import type { ErrorBody } from '../../errors/forum-error.js';
import type { Sort } from '../../messages/messages.schema.js';
import { fullTime } from '../ui/time.js';
import { within } from '../ui/within.js';

/** "Ana is writing…", "Ana and Ben are writing…", "Ana, Ben and others are writing…". */
export function writing(names: readonly string[]): string {
  const [first = '', second] = names.map(within);
  if (!second) return t('forum.writing.one', { first });
  return t(names.length === 2 ? 'forum.writing.two' : 'forum.writing.more', { first, second });
}

/** Somebody's words as a sentence among ours: with the stop at its end that they left out. */
export const ended = (words: string): string => (/[.!?…。！？؟۔।]["'”’»)\]]*\s*$/.test(words) ? words : `${words}.`);

/** Issues of input as they come from the server, their sentences said. */
type Issues = readonly { readonly sentence?: unknown }[];

/**
 * A refusal as its reader hears it: the sentence of its code, and what the details add to it: which field is wrong and
 * how, or why somebody may not write and until when.
 * @param timeZone that of the browser unless given
 */
export function refusal({ message, details = {} }: Pick<ErrorBody['error'], 'message' | 'details'>, timeZone?: string) {
  if (Array.isArray(details)) {
    const sentence = (details as Issues).find(({ sentence }) => sentence)?.sentence;
    return sentence ? String(sentence) : message;
  }
  const { reason, until } = details as { reason?: string; until?: string | null };
  const end = until
    ? ` ${t('forum.barred.ends', { date: fullTime(until, timeZone) + (timeZone ? ` (${timeZone})` : '') })}`
    : '';
  return message + end + (reason ? ` ${t('forum.barred.reason', { reason: ended(reason) })}` : '');
}

export const SORT_WORDS = {
  oldest: 'forum.sort.oldest',
  newest: 'forum.sort.newest',
  best: 'forum.sort.best',
  hot: 'forum.sort.hot',
  controversial: 'forum.sort.controversial',
} as const satisfies Record<Sort, string>;
