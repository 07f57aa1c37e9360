import { sha256 } from '../../database/ids.js';
import { cutAt } from '../../text/characters.js';
import { settleMarks } from '../../text/marks.js';
import type { AddressRules } from '../../sites/address-rules.schema.js';
import { addressOf } from './canonical-url.js';

/** The epoch of a thread that nobody has written in: it has no row, and its position is 0. */
export const UNOPENED = 'unopened';

export const hashOfUrl = (canonical: string, rules: AddressRules): string =>
  sha256(`url ${addressOf(canonical, rules)}`);
export const hashOfKey = (key: string): string => sha256(`key ${key}`);

/**
 * The id of an article's thread before there is one, and after: made of the site and the address alone, so that whoever
 * reads an article that nobody has written about can follow it. A UUID of version 8 (RFC 9562, 5.8); others have 7.
 */
export function unopenedId(siteId: string, hash: string): string {
  const digits = sha256(`thread ${siteId} ${hash}`);
  const variant = ((parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** True for the form of such an id: there may be no thread yet. */
export const mayBeUnopened = (id: string): boolean =>
  /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id);

/** One line without control or direction-changing characters. */
export const cleanTitle = (title = ''): string =>
  cutAt(
    settleMarks(title.toWellFormed())
      .replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
      .trim(),
    300,
  );
