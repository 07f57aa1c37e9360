import { skeleton } from './names.js';

/**
 * True for a name that has a badge of the site in it which its bearer has not been given, however that is spelt or decorated.
 * Word by word, so that Profumo is nobody's Pro.
 */
export function namesBadge(name: string, declared: readonly string[], given: readonly string[]): boolean {
  const others = declared.filter((badge) => !given.includes(badge));
  if (others.length === 0) return false;
  const words = ` ${wordsOf(name)} `;
  return others.some((badge) => words.includes(` ${wordsOf(badge)} `));
}

/** What each word looks like, in letters and digits alone. */
const wordsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map(skeleton)
    .join(' ');
