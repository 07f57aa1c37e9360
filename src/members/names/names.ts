import unhomoglyph from 'unhomoglyph';
import { ForumError } from '../../errors/forum-error.js';
import { say, type Text } from '../../i18n/text.js';
import { isLongerThan } from '../../text/characters.js';
import { DOTTED, looksLikeHost, registeredLabel } from '../../text/hosts.js';
import { settleMarks } from '../../text/marks.js';
import { officesBy } from './offices.js';

/** Longest name, in characters as a person sees them. */
const NAME_LENGTH = 40;

/**
 * A name as it is kept: composed (NFC), without invisible and direction-changing characters, single spaces.
 * @throws ForumError invalid_request when nothing that can be seen is left, it is too long, or it is an address
 */
export function cleanName(raw: string): string {
  const shown = raw.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, '');
  const name = settleMarks(shown.normalize('NFC'))
    .replace(/[\p{Z}\s\u2800]+/gu, ' ')
    .trim();
  const refuse = (message: string, sentence: Text) =>
    new ForumError('invalid_request', [{ path: 'name', message, sentence }]);
  if (!/[\p{L}\p{N}]/u.test(name)) throw refuse('must have a letter or a digit', say('refused.nameWithoutLetter'));
  if (isLongerThan(name, NAME_LENGTH) || name.length > 100) {
    throw refuse(`must be at most ${NAME_LENGTH} characters`, say('refused.nameTooLong', { most: NAME_LENGTH }));
  }
  if (isAddress(name.normalize('NFKC'))) throw refuse('must not be an address', say('refused.nameIsAddress'));
  return name;
}

/** Ends of hosts that are nobody's second name; others (`.kim`, `.ford`, `.law`) are, so that they need a path behind them. */
const HOSTS: ReadonlySet<string> = new Set(
  'com net org info biz edu gov mil int shop store online site website xyz top club app dev blog news click link vip bid casino bet porn xxx sex cam webcam stream download media agency digital email cloud example test invalid onion local'.split(
    ' ',
  ),
);
/** A country's two letters behind a word; behind initials they are part of a name, as in will.i.am. */
const LEAST = 3;

/** True for what a mail program or a phone would turn into a link; `john.doe` and `St.Pauli` are names. */
function isAddress(name: string): boolean {
  if (/@|:\/\/|(^|[^\p{L}\p{N}])www\./iu.test(name)) return true;
  return [...name.matchAll(DOTTED)].some(({ 0: host, index }) => {
    if (!/[.。]/.test(host) || !looksLikeHost(host)) return false;
    const end = host.replace(/.*[.。]/u, '').toLowerCase();
    const hasPath = name[index + host.length] === '/';
    return hasPath || HOSTS.has(end) || (end.length === 2 && registeredLabel(host).length >= LEAST);
  });
}

/** The name of somebody of whom nothing is left but what they did. */
export const FORMER_MEMBER = 'Former member';

/** Letters of phonetic alphabets that people dress their names in; no table of look-alikes has them. */
const SMALL_CAPITALS = 'ᴀʙᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴘʀꜱᴛʏ';
const CAPITALS = 'ABDEFGHIJKLMNPRSTY';

/**
 * What a name looks like: two names with one skeleton can be taken for each other.
 * Unicode Technical Standard 39, section 4 (confusable detection), over the case-folded name without marks and spaces. A
 * capital i is a small l to the eye, so that these two are one here.
 */
export function skeleton(name: string): string {
  const bare = name
    .normalize('NFKD')
    .replace(/[ᴀʙᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴘʀꜱᴛʏ]/g, (letter) => CAPITALS.charAt(SMALL_CAPITALS.indexOf(letter)))
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Z}_.-]/gu, '');
  // Before marks are dropped: some of them are letters to the eye, such as ං.
  const seen = withoutMarks(unhomoglyph(bare));
  return withoutMarks(unhomoglyph(unhomoglyph(seen).toLowerCase()).normalize('NFKD'))
    .replaceAll('i', 'l')
    .slice(0, 400);
}

const withoutMarks = (text: string): string => text.replace(/\p{M}/gu, '');

/**
 * What a name could be taken for: as it is written, in small letters, where decomposing would take its look away (ſ is like f),
 * and without what stands around its letters (`Mia ✓`, `(Mia)`).
 */
export const skeletonsOf = (name: string): string[] => [
  ...new Set([name, name.toLowerCase(), unhomoglyph(name), plain(name)].map(skeleton)),
];

const plain = (name: string): string => name.replace(/[^\p{L}\p{M}\p{N}]/gu, '') || name;

/** True for a name that speaks for the house. */
export const isReserved = officesBy(skeletonsOf);
