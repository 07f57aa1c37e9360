/** How many letters may be wrong in a word of so many: none in a short one, which could be another word. */
const slips = (letters: number): number => (letters >= 7 ? 2 : letters >= 4 ? 1 : 0);
/** From so many letters on a name of one word is taken for another one's slip. Shorter ones (HOST, PORT) are any program's. */
const LONG = 9;
/** Near ours, and so common elsewhere that it says nothing. */
const OTHERS = new Set(['LOGLEVEL']);

/**
 * Which of the names was meant by one that is none of them: written in another case, with other or no underscores, in the
 * singular, with an ending or a letter wrong, or with the forum's own name before it. Names of other programs that have a word in common
 * with ours (LOG_DIR, DATABASE_PORT, REDIS_HOST, HOSTNAME) mean what they say.
 */
export function nameMeant(given: string, names: readonly string[]): string | undefined {
  if (OTHERS.has(given)) return undefined;
  const own = given.replace(/^REJOINDER_/i, '');
  if (own !== given && names.includes(own.toUpperCase())) return own.toUpperCase();
  return names.find((name) => bare(name) === bare(given)) ?? names.find((name) => isNear(given.toUpperCase(), name));
}

const bare = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toUpperCase();
const wordsOf = (name: string): string[] => name.split(/[^A-Z0-9]+/).filter(Boolean);

function isNear(given: string, name: string): boolean {
  const [words, wanted] = [wordsOf(given), wordsOf(name)];
  if (wanted.length === 1) {
    return name.length >= LONG && words.length === 1 && distance(given, name) <= 1;
  }
  if (words.length === 1) return distance(given, bare(name)) <= (bare(name).length >= LONG ? 1 : 0);
  if (words.length !== wanted.length) return false;
  if (words.toSorted().join() === wanted.toSorted().join()) return true;
  const others = words.flatMap((word, place) => {
    const meant = wanted[place] ?? '';
    return stem(word) === stem(meant) ? [] : [[word, meant] as const];
  });
  if (others.length === 0) return true;
  const [[word, meant] = ['', '']] = others;
  return others.length === 1 && (distance(word, meant) <= slips(meant.length) || areUrls(word, meant));
}

/** LIMITS and LIMIT, PROXIES and PROXY, TRUSTED and TRUST. */
const stem = (word: string): string => word.replace(/IES$/, 'Y').replace(/(?<=...)(ED|ING|S)$/, '');
const areUrls = (word: string, meant: string): boolean =>
  meant === 'URL' && word.startsWith('U') && distance(word, meant) <= 1;

/** Letters to put in, leave out, change or swap with their neighbour, so that one word becomes the other. */
function distance(one: string, other: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_, row) => [row, ...Array<number>(other.length).fill(0)]);
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let column = 1; column <= other.length; column += 1) rows[0]![column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]![column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Infinity,
      );
    }
  }
  return at(one.length, other.length);
}
