const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Code units that are given to the segmenter at once: its every step costs as much as all that it was given. */
const WINDOW = 256;

/** True when a text has more characters than `most`; does not count at all where code units are few enough. */
export const isLongerThan = (text: string, most: number): boolean => text.length > most && lengthOf(text, most) > most;

/**
 * How many characters a text has, as a person sees them (extended grapheme clusters, UAX 29). Stops counting somewhere
 * past `most`. Window by window: where a character ends is decided by what is before it and right behind.
 */
export function lengthOf(text: string, most: number): number {
  let count = 0;
  let window = WINDOW;
  for (let from = 0; from < text.length && count <= most;) {
    const to = wholePoint(text, from + window);
    let end = 0;
    for (const { index } of graphemes.segment(text.slice(from, to))) {
      // Where one begins another has ended.
      if (index) count++;
      end = index;
      // A wide window is for one character that is long: each behind it would cost as much.
      if (end && window > WINDOW) break;
    }
    if (to >= text.length && (!end || window === WINDOW)) return count + 1;
    // The last one may go on behind the window; where it is the only one, a wider window is needed.
    window = end ? WINDOW : window * 2;
    from += end;
  }
  return count;
}

/** The same place, or one further where it would cut a surrogate pair. */
const wholePoint = (text: string, at: number): number => (text.codePointAt(at - 1)! > 0xffff ? at + 1 : at);

/** The beginning of a text, at most so many code units, with no character cut through that a person sees as one. */
export function cutAt(text: string, most: number): string {
  if (text.length <= most) return text;
  const from = Math.max(0, most - WINDOW);
  const cutThrough = graphemes.segment(text.slice(from, most + WINDOW)).containing(most - from);
  const end = from + (cutThrough?.index ?? 0);
  // One that is longer than all that was looked at is none that anybody reads.
  return text.slice(0, end > from ? end : most).replace(/[\ud800-\udbff]$/, '');
}

/** Nothing that can be seen: white space, controls and invisible characters only. */
export const isBlank = (text: string): boolean => !/[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
