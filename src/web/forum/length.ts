/** Characters as a person sees them: a family emoji is one, as it is for the server's limit. */
export function graphemes(text: string): number {
  let length = 0;
  for (const _ of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) length++;
  return length;
}
