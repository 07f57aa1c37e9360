import { isLongerThan } from './characters.js';

/** How long a text may be: what a person sees of it, and what it costs. */
export type Bounds = {
  /** In characters as a person sees them. */
  readonly characters: number;
  readonly codePoints: number;
  /** In UTF-8. */
  readonly bytes: number;
};

/** What a text is too much of; `limit` names the setting where it is not the site's own. */
export type TooLong = {
  readonly most: number;
  readonly limit?: 'MESSAGE_CODE_POINTS' | 'MESSAGE_BYTES';
};

/** Null for a text within its bounds. The cheap questions first: nothing is counted further than it matters. */
export function tooLong(text: string, { characters, codePoints, bytes }: Bounds): TooLong | null {
  if (text.length > bytes || (text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes))
    return { limit: 'MESSAGE_BYTES', most: bytes };
  if (isLongerThan(text, characters)) return { most: characters };
  if (text.length > codePoints && [...text].length > codePoints)
    return { limit: 'MESSAGE_CODE_POINTS', most: codePoints };
  return null;
}
