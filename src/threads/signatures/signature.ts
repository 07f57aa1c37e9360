import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a publisher signs: what its tag says of the article. */
export type SignedWords = {
  readonly site: string;
  readonly url: string;
  readonly key?: string | undefined;
  readonly title?: string | undefined;
};

/** How far ahead of ours the clock of whoever signs may be, in seconds. */
const AHEAD = 86_400;

/** Six lines; the version first, so that another form can never be taken for this one. docs/publishers.md has it in words. */
const textOf = ({ site, url, key = '', title = '' }: SignedWords, at: string): string =>
  ['rejoinder-signature-1', site, url, key, title, at].join('\n');

const macOf = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

/**
 * `SECONDS.MAC`: when it was said, in seconds since 1970, and HMAC-SHA-256 in base64url.
 * @throws RangeError for words with a line break, which could be taken for two
 */
export function sign(secret: string, words: SignedWords, seconds: number): string {
  if (hasBreak(words)) throw new RangeError('No part of what is signed may hold a line break.');
  return `${seconds}.${macOf(secret, textOf(words, String(seconds))).toString('base64url')}`;
}

/** What a signature stands for: `at` in ms, and whether the title is part of it. */
export type Verified = { readonly at: number; readonly title: boolean };

/**
 * Looks whether one of the secrets made this signature for these words. An address may have been signed as it was sent, or with its
 * letters plain; a title that the tag does not have was read from the page, and is not part of it.
 * @param now ms
 */
export function verify(
  secrets: readonly string[],
  signature: string,
  words: SignedWords,
  now: number,
): Verified | null {
  const [, at, mac] = /^(\d{1,11})\.([\w-]{43})$/.exec(signature) ?? [];
  if (at === undefined || mac === undefined || hasBreak(words)) return null;
  if (Number(at) * 1000 > now + AHEAD * 1000) return null;
  const given = Buffer.from(mac, 'base64url');
  let verified: Verified | null = null;
  // Every form with every secret, found or not: the time tells nothing.
  for (const url of spellings(words.url)) {
    for (const title of words.title ? [words.title, undefined] : [undefined]) {
      for (const secret of secrets) {
        const isGood = timingSafeEqual(macOf(secret, textOf({ ...words, url, title }, at)), given);
        if (isGood) verified ??= { at: Number(at) * 1000, title: title !== undefined };
      }
    }
  }
  return verified;
}

function spellings(url: string): string[] {
  const forms = new Set([url]);
  try {
    const whole = new URL(url).href;
    forms.add(whole).add(decodeURI(whole));
  } catch {
    // As it was sent, then.
  }
  return [...forms];
}

const hasBreak = (words: SignedWords): boolean =>
  [words.site, words.url, words.key, words.title].some((word) => /[\r\n]/.test(word ?? ''));
