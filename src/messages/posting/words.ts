import { sha256 } from '../../database/ids.js';

/** A fingerprint of what a text says, whatever its capitals, spaces and forms of letters: 16 hexadecimal digits. */
export const wordsOf = (text: string): string =>
  sha256(text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()).slice(0, 16);
