import type { ErrorBody } from '../../errors/forum-error.js';
import type { Sort } from '../../messages/messages.schema.js';
import { fullTime } from '../ui/time.js';
import { within } from '../ui/within.js';

/** The sentences that depend on a number or a code; a catalogue for another language replaces this file. */
const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat('en');

/** "1,204 messages", "1 message". */
export const count = (n: number, one: string, other: string): string =>
  `${number.format(n)} ${plural.select(n) === 'one' ? one : other}`;

export const messages = (n: number) => count(n, 'message', 'messages');
export const replies = (n: number) => count(n, 'reply', 'replies');
export const newMessages = (n: number) => count(n, 'new message', 'new messages');

/** "Ana is writing", "Ana and Ben are writing", "Ana, Ben and others are writing". */
export function writing(names: readonly string[]): string {
  const [first, second] = names.map(within);
  if (!first) return '';
  if (!second) return `${first} is writing`;
  return names.length === 2 ? `${first} and ${second} are writing` : `${first}, ${second} and others are writing`;
}

/** Somebody's words as a sentence among ours: with the stop at its end that they left out. */
export const ended = (words: string): string => (/[.!?…。！？؟۔।]["'”’»)\]]*\s*$/.test(words) ? words : `${words}.`);

/**
 * A refusal as its reader hears it: the sentence of its code, and what the details add to it: which field is wrong and
 * how, or why somebody may not write and until when.
 * @param timeZone that of the browser unless given
 */
export function refusal({ message, details = {} }: Pick<ErrorBody['error'], 'message' | 'details'>, timeZone?: string) {
  if (Array.isArray(details)) {
    const issue = details.find(({ message }) => message.startsWith('must'));
    return issue ? `The ${issue.path} ${issue.message}.` : message;
  }
  const { reason, until } = details as { reason?: string; until?: string | null };
  const end = until ? ` It ends on ${fullTime(until, timeZone)}${timeZone ? ` (${timeZone})` : ''}.` : '';
  return message + end + (reason ? ` Reason: ${ended(reason)}` : '');
}

export const SORT_WORDS: Record<Sort, string> = {
  oldest: 'Oldest first',
  newest: 'Newest first',
  best: 'Best first',
  hot: 'Hottest first',
  controversial: 'Most controversial first',
};
