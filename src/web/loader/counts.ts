import type { CountsAnswer } from '../../threads/threads.schema.js';
import { quiet, seldom } from './quiet.js';

/** Addresses a request: the server answers 100, but 40 long ones are as much as a request line may hold on its way. */
const BATCH = 40;
const REFRESH_MS = 60_000;

/** Tells what the forum in the page knows first: its own thread's count. */
export type SetCount = (site: string, url: string, count: number) => void;

interface Place {
  readonly element: Element;
  readonly site: string;
  readonly url: string;
}

/** Fills every `[data-rejoinder-count="URL"]` of the page, those added later too, and keeps them fresh. */
export function fillCounts(base: string, scriptSite: string | null): SetCount {
  const known = new Map<string, number>();
  const asked = new Set<string>();
  let readAt = Date.now();

  const places = (): Place[] => {
    const forumSite = document.querySelector('rejoinder-forum')?.getAttribute('site');
    return [...document.querySelectorAll('[data-rejoinder-count]')].map((element) => ({
      element,
      site: element.getAttribute('data-rejoinder-site') || scriptSite || forumSite || 'default',
      url: withoutHash(element.getAttribute('data-rejoinder-count')!),
    }));
  };

  const show = (): void => {
    for (const place of places()) {
      const count = known.get(keyOf(place.site, place.url));
      const text = count === undefined ? undefined : wordsFor(place.element, count);
      if (text !== undefined && place.element.textContent !== text) place.element.textContent = text;
    }
  };

  /**
   * Where the answer does not come, the place stays as it is, and the next refresh asks again. What the forum in the page
   * has told meanwhile is newer than the answer.
   */
  const ask = async (site: string, urls: readonly string[]): Promise<void> => {
    const before = new Map(known);
    const query = new URLSearchParams([['site', site], ...urls.map((url) => ['url', url])]);
    const answer = await fetch(`${base}api/v1/counts?${query}`, { credentials: 'omit' });
    const { counts } = (await answer.json()) as CountsAnswer;
    for (const url of urls) {
      const key = keyOf(site, url);
      if (counts[url]! >= 0 && known.get(key) === before.get(key)) known.set(key, counts[url]!);
    }
    show();
  };

  const read = (again?: boolean): void => {
    show();
    if (again) asked.clear();
    const wanted = new Map<string, string[]>();
    for (const { site, url } of places()) {
      const key = keyOf(site, url);
      if (asked.has(key)) continue;
      asked.add(key);
      wanted.set(site, [...(wanted.get(site) ?? []), url]);
    }
    for (const [site, urls] of wanted) {
      for (let from = 0; from < urls.length; from += BATCH) ask(site, urls.slice(from, from + BATCH)).catch(() => {});
    }
  };

  const readNew = seldom(read, 100);
  const refresh = quiet(() => {
    if (document.hidden || Date.now() - readAt < REFRESH_MS - 1000) return;
    readAt = Date.now();
    read(true);
  });

  readNew();
  new MutationObserver(readNew).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['data-rejoinder-count'],
  });
  document.addEventListener('visibilitychange', refresh);
  setInterval(refresh, REFRESH_MS);

  return (site, url, count) => {
    known.set(keyOf(site, url), count);
    show();
  };
}

/** `data-rejoinder-words="No messages|1 message|# messages"` says it in the publisher's words; else the plain number. */
function wordsFor(element: Element, count: number): string {
  const words = (element.getAttribute('data-rejoinder-words') || '#').split('|');
  const number = count.toLocaleString(document.documentElement.lang.replace('_', '-') || undefined);
  return words[Math.min(count, words.length - 1)]!.replace('#', number);
}

/** An address as the server is asked for it: whole, and without its fragment. */
export function withoutHash(address: string): string {
  const link = document.createElement('a');
  link.href = address;
  link.hash = '';
  return link.href;
}

const keyOf = (site: string, url: string): string => `${site} ${url}`;
