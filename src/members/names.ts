import unhomoglyph from 'unhomoglyph';
import { ForumError } from '../errors/forum-error.js';
import { isLongerThan } from '../text/characters.js';
import { settleMarks } from '../text/marks.js';

/** Words that speak for the house: nobody takes them as a name. Compared by what they look like. */
const RESERVED = [
  'admin',
  'administrator',
  'moderator',
  'mod',
  'owner',
  'staff',
  'editor',
  'support',
  'system',
  'rejoinder',
  'official',
];

/** Longest name, in characters as a person sees them. */
const NAME_LENGTH = 40;

/**
 * A name as it is kept: composed (NFC), without invisible and direction-changing characters, single spaces.
 * @throws ForumError invalid_request when nothing that can be seen is left, it is too long, or it poses as an address of the web
 */
export function cleanName(raw: string): string {
  const shown = raw.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, '');
  const name = settleMarks(shown.normalize('NFC'))
    .replace(/[\p{Z}\s\u2800]+/gu, ' ')
    .trim();
  const refuse = (message: string) => new ForumError('invalid_request', [{ path: 'name', message }]);
  if (!/[\p{L}\p{N}]/u.test(name)) throw refuse('must have a letter or a digit');
  if (isLongerThan(name, NAME_LENGTH) || name.length > 100) {
    throw refuse(`must be at most ${NAME_LENGTH} characters`);
  }
  // A mail program or a reader's phone would turn it into a link.
  if (/\p{L}[.。]\p{L}{2,}(\/|$|\s)|:\/\/|@/u.test(name)) throw refuse('must not look like an address');
  return name;
}

/**
 * What a name looks like: two names with one skeleton can be taken for each other.
 * Unicode Technical Standard 39, section 4 (confusable detection), over the case-folded name without marks and spaces. A
 * capital i is a small l to the eye, so that these two are one here.
 */
export function skeleton(name: string): string {
  const bare = name.normalize('NFKD').replace(/[\p{Default_Ignorable_Code_Point}\p{Z}_.-]/gu, '');
  // Before marks are dropped: some of them are letters to the eye, such as ං.
  const seen = withoutMarks(unhomoglyph(bare)).toLowerCase();
  return withoutMarks(unhomoglyph(unhomoglyph(seen).toLowerCase()).normalize('NFKD'))
    .replaceAll('i', 'l')
    .slice(0, 400);
}

const withoutMarks = (text: string): string => text.replace(/\p{M}/gu, '');

/** What a name could be taken for: as it is written, in small letters, and where decomposing would take its look away (ſ is like f). */
export const skeletonsOf = (name: string): string[] => [
  ...new Set([name, name.toLowerCase(), unhomoglyph(name)].map(skeleton)),
];

const reserved = new Set(RESERVED.flatMap(skeletonsOf));

/** True for a name that looks like an office of the house. */
export const isReserved = (name: string): boolean => skeletonsOf(name).some((one) => reserved.has(one));

/** The name of somebody of whom nothing is left but what they did. */
export const FORMER_MEMBER = 'Former member';
