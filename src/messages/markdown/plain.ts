import { runsRightToLeft } from '../../text/direction.js';

/** Signs that are themselves wherever they stand. A dot before a letter is an address, and a dash that stands by itself a list. */
const SIGN = String.raw`[\p{L}\p{N} ,;?!…“”‚‘’„–—%€$£'()]|\.(?![\p{L}\p{N}])|(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])`;
/** `*a word*`, `**some words**`: between a space and a letter an asterisk can only begin, behind a letter and before a space only end. */
const EMPHASIS = String.raw`(?<![^ ])(\*\*?)(?=[\p{L}\p{N}])((?:${SIGN})+)(?<=[\p{L}\p{N}])\1(?![^ ,;?!.)])`;
const EACH_EMPHASIS = new RegExp(EMPHASIS, 'gu');
/** A paragraph of nothing else. Four spaces or a number in front would be some markup. */
const PLAIN = new RegExp(String.raw`^(?! {4}| *(?:\d+[.)]|$))(?:${SIGN}|${EMPHASIS})+$`, 'u');

/**
 * Most of what people write is paragraphs of words, some of them emphasised: these need no renderer. Null for every other text;
 * what it answers is to the byte what the renderer would, but for nothing, which is a paragraph, too.
 */
export function renderPlain(source: string): string | null {
  if (source === '') return '<p></p>\n';
  const paragraphs = source.split('\n\n');
  if (!paragraphs.every((paragraph) => PLAIN.test(paragraph))) return null;
  const open = runsRightToLeft(source) ? '<p dir="auto">' : '<p>';
  return paragraphs.map((paragraph) => `${open}${paragraph.trim().replace(EACH_EMPHASIS, emphasised)}</p>\n`).join('');
}

const emphasised = (_: string, stars: string, words: string): string =>
  stars === '*' ? `<em>${words}</em>` : `<strong>${words}</strong>`;
