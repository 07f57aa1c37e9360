import { LANGUAGE_COOKIE } from './format.js';
import type { SpokenLanguage } from './languages.js';
import { knownLanguage, languageOf } from './languages.js';

/** Ranges of a header that are looked at: browsers send a handful. */
const RANGES = 20;

type Asks = {
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/**
 * In which language somebody is answered whose answer is theirs alone: as the address says (`lang`), else as they have
 * chosen (a cookie), else as the browser does. What is shared with others must not depend on the latter two.
 */
export function askedLanguage({ url = '', headers }: Asks): SpokenLanguage {
  const named = /[?&]lang=([\w-]{2,35})/.exec(url)?.[1];
  return (
    knownLanguage(named) ??
    knownLanguage(chosen(headers['cookie'])) ??
    accepted(headers['accept-language']) ??
    languageOf(undefined)
  );
}

/** Which language a terminal's environment wants (POSIX.1-2024, 8.2): the first of these that says anything. */
export const localeOf = (environment: Readonly<Record<string, string | undefined>>): string | undefined =>
  environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || undefined;

const CHOSEN = new RegExp(`(?:^|;) *${LANGUAGE_COOKIE}=([\\w-]{2,35})`);

const chosen = (cookies: string | string[] | undefined): string | undefined =>
  typeof cookies === 'string' ? CHOSEN.exec(cookies)?.[1] : undefined;

/** The best of what a browser takes (RFC 9110, 12.5.4). */
function accepted(header: string | string[] | undefined): SpokenLanguage | undefined {
  if (typeof header !== 'string') return undefined;
  const ranges = header.split(',', RANGES).map((range) => {
    const [tag = '', ...more] = range.split(';');
    const quality = Number(/^\s*q=([\d.]+)/.exec(more.join(';'))?.[1] ?? 1);
    return { tag: tag.trim(), quality };
  });
  const best = ranges.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  return best.map(({ tag }) => knownLanguage(tag)).find((language) => language !== undefined);
}
