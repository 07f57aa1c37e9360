const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * True when a text has more characters, as a person sees them (extended grapheme clusters, UAX 29), than `most`.
 * Stops counting there, and does not count at all where code units are few enough.
 */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let count = 0;
  for (const _ of graphemes.segment(text)) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

/** Nothing that can be seen: white space, controls and invisible characters only. */
export const isBlank = (text: string): boolean => !/[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
