import { createHmac, timingSafeEqual } from 'node:crypto';

/** What was signed, as one word without anything that a header or a cookie would mind. Fields hold no dots. */
export const signed = (key: string, fields: readonly (string | number)[]): string => {
  const text = fields.join('.');
  return `${text}.${macOf(key, text)}`;
};

/** The fields of what was signed with this key; null for anything else. */
export function fieldsOf(key: string, word: string): string[] | null {
  const cut = word.lastIndexOf('.');
  const text = word.slice(0, Math.max(0, cut));
  const [given, due] = [Buffer.from(word.slice(cut + 1)), Buffer.from(macOf(key, text))];
  return given.length === due.length && timingSafeEqual(given, due) ? text.split('.') : null;
}

const macOf = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64url');
