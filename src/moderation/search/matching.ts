import type { SearchFilters } from '../lists.schema.js';
import type { QueueItem } from '../queue/queue.schema.js';

/** As a search compares texts: whatever letters stand for each other, without capitals and marks. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Whether each of these words is somewhere in a text. No sign means anything but itself. */
export function hasWords(words = ''): (text: string) => boolean {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return (text) => {
    if (wanted.length === 0) return true;
    const all = plain(text);
    return wanted.every((word) => all.includes(word));
  };
}

/** Words: in the text, the author's name, the discussion's title or the notes that come with it. An author: by id, or words of the name. */
export function matcherOf({ words, author, reason, thread }: SearchFilters): (item: QueueItem) => boolean {
  const has = hasWords(words);
  const isNamed = hasWords(author);
  return (item) =>
    (thread === undefined || item.thread.id === thread) &&
    (author === undefined || item.author.id === author || isNamed(item.author.name)) &&
    (reason === undefined || isFor(item, reason)) &&
    has(
      `${item.message.text ?? ''} ${item.author.name} ${item.thread.title} ${item.reports.map(({ note }) => note ?? '').join(' ')}`,
    );
}

/** A rule that held it, or a reason that readers gave. */
const isFor = (item: QueueItem, reason: string): boolean =>
  item.reasons.some(({ code }) => code === reason) || Object.keys(item.reportCounts.reasons).includes(reason);
