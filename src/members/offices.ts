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
  const looks = (words: readonly string[]): ReadonlySet<string> =>
    new Set(words.flatMap(skeletonsOf).filter((one) => one !== ''));
  const roles = looks(Object.values(ROLE_WORDS).flat());
  const alone = looks(ROLE_WORDS_ALONE);
  const within = [...looks(ROLE_WORDS_WITHIN)];
  const beside = [...looks(BESIDE_ROLES)];

  const isRole = (word: string): boolean =>
    word.length > 2 && skeletonsOf(word).some((one) => roles.has(one) || hasRole(one, roles, beside));
  const namesOffice = (name: string): boolean => {
    const chunks = name.normalize('NFKC').split(/\s+/).filter(Boolean);
    const whole = skeletonsOf(lettersOf(name));
    if (whole.some((one) => alone.has(one) || within.some((word) => one.includes(word)))) return true;
    // In pieces: `ad min`, `a d m i n Mia`.
    if (lettersOf(name).length >= LONG && whole.some((one) => roles.has(one))) return true;
    const words = [...chunks, ...spelled(chunks)].flatMap(readingsOf);
    return words.some((word) => isRole(lettersOf(word)) || isRole(lettersOf(unleeted(word))));
  };
  // Digits of other scripts, and signs, that look like letters are read as these, too.
  return (name) => SIGNS_OF_PROOF.test(name) || [name, unhomoglyph(name)].some(namesOffice);
}

/** `theadmin`, `adminteam`. A short word needs more beside it: Modla is a name. */
const hasRole = (word: string, roles: ReadonlySet<string>, beside: readonly string[]): boolean =>
  beside.some((company) => {
    const rests = [
      word.startsWith(company) ? word.slice(company.length) : '',
      word.endsWith(company) ? word.slice(0, -company.length) : '',
    ];
    return rests.some((rest) => roles.has(rest) && (rest.length > LONG || company.length >= LONG - 1));
  });

/** Letters that stand alone, one after another, read as the word that they spell. */
function spelled(chunks: readonly string[]): string[] {
  const words: string[] = [];
  let word = '';
  for (const chunk of [...chunks, '']) {
    const letters = lettersOf(chunk) || chunk;
    if ([...letters].length === 1) word += letters;
    else {
      words.push(word);
      word = '';
    }
  }
  return words.filter((one) => one.length > 2);
}

/** One word of a name in its parts, and as a whole. */
function readingsOf(chunk: string): string[] {
  const bare = chunk.replace(/^[^\p{L}\p{N}$€£]+|[^\p{L}\p{N}$€£]+$/gu, '');
  const parts = bare.split(/[^\p{L}\p{M}\p{N}$€£!|+]+|(?<=\p{Ll})(?=\p{Lu})/u);
  const joined = parts.length > 1 && (lettersOf(bare).length >= LONG || parts.every((part) => [...part].length === 1));
  return joined ? [...parts, bare] : parts;
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{M}]/gu, '');

/** Where letters are beside them: `adm1n`, but not `Ana 2`. */
const unleeted = (word: string): string =>
  /\p{L}/u.test(word) ? word.replace(/[01345789$!|€£+]/g, (sign) => LEET[sign] ?? sign) : word;
