import { field, webAddress } from './addresses.js';
import type { Said } from './forum-frame.js';

/** Addresses a request: the server answers 100, but 40 long ones are as much as a request line may hold on its way. */
const BATCH = 40;
const REFRESH_MS = 60_000;

/** By the addresses and by the publisher's keys, as they were asked for. */
type CountsAnswer = Readonly<Record<'counts' | 'keys', Readonly<Record<string, number>>>>;

export interface Counts {
  /** Fills the places for counts; asks for what is new, and for all that was read a while ago. */
  readonly fill: () => void;
  /** Tells what the forum in the page knows first: its own thread's count, by each `field` that may ask for it. */
  readonly set: (forum: string | URL, site: string, articles: readonly string[], count: number) => void;
}

/** Fills every `[data-rejoinder-count="URL"]` and `[data-rejoinder-key="KEY"]` of the page. */
export function countsOf(said: Said): Counts {
  const known = new Map<string, number>();
  /** What was asked for since the last refresh -> whether the forum in the page has told it, which is newer than any answer. */
  const asked = new Map<string, boolean>();
  let readAt = 0;

  const fill = (): void => {
    if (Date.now() - readAt > REFRESH_MS) {
      asked.clear();
      readAt = Date.now();
    }
    const wanted = new Map<string, string[]>();
    for (const element of document.querySelectorAll('[data-rejoinder-count],[data-rejoinder-key]')) {
      const article =
        field('key', element.getAttribute('data-rejoinder-key')) ||
        field('url', webAddress(element.getAttribute('data-rejoinder-count')));
      const forum = article && said(element, 'forum');
      // One that names no article on the web is left out, and costs the others nothing.
      if (!forum) continue;
      const query = queryOf(forum, said(element, 'site')!);
      const count = known.get(query + article);
      const text = count! >= 0 && wordsFor(element, count!);
      if (text && element.textContent !== text) element.textContent = text;
      if (asked.has(query + article)) continue;
      asked.set(query + article, false);
      wanted.set(query, [...(wanted.get(query) ?? []), article]);
    }
    for (const [query, articles] of wanted) {
      while (articles[0]) ask(query, articles.splice(0, BATCH)).catch(() => {});
    }
  };

  /** Where the answer does not come, the place stays as it is, and the next refresh asks again. */
  const ask = async (query: string, articles: readonly string[]): Promise<void> => {
    const answer = await fetch(query + articles.join(''));
    const { counts, keys } = (await answer.json()) as CountsAnswer;
    for (const article of articles) {
      const count = { ...counts, ...keys }[decodeURIComponent(article.slice('&url='.length))];
      if (!asked.get(query + article)) known.set(query + article, count!);
    }
    fill();
  };

  return {
    fill,
    set: (forum, site, articles, count) => {
      for (const article of articles) {
        const key = queryOf(forum, site) + article;
        known.set(key, count);
        asked.set(key, true);
      }
      fill();
    },
  };
}

/** `data-rejoinder-words="No messages|1 message|# messages"` says it in the publisher's words; else the plain number. */
function wordsFor(element: Element, count: number): string {
  const words = (element.getAttribute('data-rejoinder-words') || '#').split('|');
  return words[Math.min(count, words.length - 1)]!.replace('#', () => inPageLanguage(count));
}

/** Pages name their language as they like; a number can be read in any. */
function inPageLanguage(count: number): string {
  try {
    return count.toLocaleString(document.documentElement.lang.replace(/_/g, '-') || undefined);
  } catch {
    return `${count}`;
  }
}

const queryOf = (forum: string | URL, site: string): string =>
  new URL(`api/v1/counts?${field('site', site)}`, forum).href;
