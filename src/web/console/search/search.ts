import type { QueueItem } from '../../../moderation/moderation.schema.js';

/** What a search asks for, as its fields hold it. */
export type Search = {
  /** Words of the text, the discussion's title or a report's note. */
  readonly words: string;
  readonly author: string;
  /** Why it is here: a rule's name, or a reader's reason; empty for any. */
  readonly reason: string;
  /** How old it is: one of `AGES`; empty for any. */
  readonly age: string;
};

export const NO_SEARCH: Search = { words: '', author: '', reason: '', age: '' };

export function isSearching(search: Search): boolean {
  return Object.values(search).some((value) => value.trim() !== '');
}

export function isSameSearch(a: Search, b: Search): boolean {
  return a.words === b.words && a.author === b.author && a.reason === b.reason && a.age === b.age;
}

/** Whether every word is found: in the text, the discussion's title or a report's note, and the author's name. */
export function matches(item: QueueItem, { words, author, reason }: Search): boolean {
  const notes = item.reports.map((report) => report.note ?? '').join(' ');
  const all = `${item.message.text ?? item.message.html} ${item.author.name} ${item.thread.title} ${notes}`;
  const holds = (text: string, wanted: string) => text.toLocaleLowerCase().includes(wanted);
  return (
    words
      .toLocaleLowerCase()
      .split(/\s+/)
      .every((word) => holds(all, word)) &&
    holds(item.author.name, author.trim().toLocaleLowerCase()) &&
    (reason === '' ||
      item.reasons.some(({ code }) => code === reason) ||
      item.reports.some((one) => one.reason === reason))
  );
}
