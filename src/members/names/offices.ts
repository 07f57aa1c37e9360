import unhomoglyph from 'unhomoglyph';
import { BESIDE_ROLES, ROLE_WORDS_ALONE } from './near-role-words.js';
import { ROLE_WORDS, ROLE_WORDS_WITHIN } from './role-words.js';

/** Signs by which a house says that somebody is who they say. */
const SIGNS_OF_PROOF = /[✓✔☑✅🗸🗹⍻🛡🆗]/u;
/** Digits and signs that are read as letters. */
const LEET: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  8: 'b',
  $: 's',
  '!': 'i',
  '|': 'i',
  '€': 'e',
  '£': 'l',
  '+': 't',
};
/** Shorter words than this are not put together of pieces that could be words of their own: `Mo D`. */
const LONG = 5;

type Skeletons = (name: string) => readonly string[];

/**
 * The question whether a name speaks for the house, asked of what names look like: with the word for an office in any place,
 * however it is spelt, decorated or pulled apart, or with a sign of proof. Asked word by word, so that Adminah, Modesto and
 * Stafford are people.
 */
export function officesBy(skeletonsOf: Skeletons): (name: string) => boolean {
  const looks = (words: readonly string[]): ReadonlySet<string> => new Set(words.flatMap(skeletonsOf));
  const roles = looks(Object.values(ROLE_WORDS).flat());
  const alone = looks(ROLE_WORDS_ALONE);
  const within = [...looks(ROLE_WORDS_WITHIN)];
  const beside = [...looks(BESIDE_ROLES)];

  const isRole = (word: string): boolean =>
    skeletonsOf(word).some((one) => roles.has(one) || hasRole(one, roles, beside));
  const namesOffice = (name: string): boolean => {
    const chunks = name.normalize('NFKC').split(/\s+/);
    const whole = skeletonsOf(lettersOf(name));
    if (whole.some((one) => alone.has(one) || within.some((word) => one.includes(word)))) return true;
    // In pieces: `ad min`, `a d m i n Mia`.
    if (lettersOf(name).length >= LONG && whole.some((one) => roles.has(one))) return true;
    const words = [...chunks, ...spelled(chunks)].flatMap(readingsOf);
    return once(words.flatMap((word) => [lettersOf(word), lettersOf(unleeted(word))])).some(isRole);
  };
  // Digits of other scripts, and signs, that look like letters are read as these, too.
  return (name) => SIGNS_OF_PROOF.test(name) || once([name, unhomoglyph(name)]).some(namesOffice);
}

/** Most readings of a name are the same word, and each is looked at from all sides. */
const once = (words: readonly string[]): string[] => [...new Set(words)];

/** `theadmin`, `adminteam`. A short word needs more beside it: Modla is a name. */
const hasRole = (word: string, roles: ReadonlySet<string>, beside: readonly string[]): boolean =>
  beside.some((company) => {
    const isOne = (rest: string) => roles.has(rest) && (rest.length > LONG || company.length >= LONG - 1);
    return (
      (word.startsWith(company) && isOne(word.slice(company.length))) ||
      (word.endsWith(company) && isOne(word.slice(0, -company.length)))
    );
  });

/** Letters that stand alone, one after another, read as the word that they spell. */
const spelled = (chunks: readonly string[]): string[] =>
  chunks
    .map((chunk) => lettersOf(chunk) || chunk)
    .map((letters) => ([...letters].length === 1 ? letters : ' '))
    .join('')
    .split(' ');

/** One word of a name in its parts, between signs and before capitals, and as a whole. */
function readingsOf(chunk: string): string[] {
  const bare = chunk.replace(/^[^\p{L}\p{N}$€£]+|[^\p{L}\p{N}$€£]+$/gu, '');
  const pieces = bare.split(/[^\p{L}\p{M}\p{N}$€£!|+]+/u);
  const parts = pieces.flatMap((piece) => piece.split(/(?<=\p{Ll})(?=\p{Lu})/u));
  const joined = lettersOf(bare).length >= LONG || parts.every((part) => [...part].length === 1);
  return [...pieces, ...parts, ...(joined ? [bare] : [])];
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{M}]/gu, '');

const unleeted = (word: string): string => word.replace(/[0134578$!|€£+]/g, (sign) => LEET[sign] ?? sign);
