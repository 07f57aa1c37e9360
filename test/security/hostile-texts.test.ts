import { describe, expect, it } from '@jest/globals';
import { ForumError } from '../../src/errors/forum-error.js';
import { cleanName } from '../../src/members/names/names.js';
import { render } from '../../src/messages/markdown/markdown.js';
import { canonicalUrl } from '../../src/threads/addresses/canonical-url.js';
import { cleanTitle } from '../../src/threads/addresses/thread-names.js';
import { faultsOf, faultsOfPage, isFixed } from '../support/html.js';
import { faulty, named, ODD_TEXTS, seenOf } from '../support/odd-texts.js';

/** What each of the samples came to where that is not null. */
const wrongIn = (work: (input: string) => string | null): string[] =>
  ODD_TEXTS.flatMap((sample) => {
    const fault = work(sample.input);
    return fault === null ? [] : [named(sample, fault)];
  });

/** What something makes of a text; null where it refuses it, as we do. */
function made<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof ForumError) return null;
    throw error;
  }
}

const AROUND = [
  (text: string) => text,
  (text: string) => `${text}\u2001`,
  (text: string) => `> ${text}`,
  (text: string) => `- ${text}\n  - ${text}`,
  (text: string) => `[${text}](${text})`,
  (text: string) => `<${text}>`,
  (text: string) => `\`${text}`,
  (text: string) => `[a]: ${text} "${text}"\n\n[a] ![${text}](${text})`,
  (text: string) => `http://example.com/${text}`,
  (text: string) => `**${text}\n${text}**`,
];

describe('a hostile or odd text', () => {
  it('does no harm as a message, nor wherever it stands in one (rows 11 and 12)', () => {
    const around = (input: string) => {
      for (const wrap of AROUND) {
        const fault = faulty(render(wrap(input)));
        if (fault) return `${wrap('…')} ${fault}`;
      }
      return null;
    };
    expect(wrongIn(around)).toEqual([]);
  });

  it('is refused as a name, or kept as one that looks like it', () => {
    const asName = (input: string) => {
      const name = made(() => cleanName(input));
      return name === null || seenOf(name) === seenOf(input) ? null : `kept as ${JSON.stringify(name)}`;
    };
    expect(wrongIn(asName)).toEqual([]);
  });

  it('is an article’s title or address, or none', () => {
    const asArticle = (input: string) => {
      const urls = [input, `http://localhost/${input}`, `http://localhost/?${input}`];
      const kept = urls.map((url) => made(() => canonicalUrl(url))).filter((url) => url !== null);
      const odd = kept.find((url) => !/^https?:\/\/[^\s"<>]*$/.test(url) || canonicalUrl(url) !== url);
      const title = made(() => cleanTitle(input));
      return odd ?? (/\p{Cc}/u.test(title ?? '') ? `titled ${JSON.stringify(title)}` : null);
    };
    expect(wrongIn(asArticle)).toEqual([]);
  });

  it('is found when it does harm (the check of the checks)', () => {
    expect(faultsOf('<p onclick=x>')).not.toEqual([]);
    expect(isFixed('<p><table><p>x')).toBe(true);
    for (const page of [
      '<a href="javascript:x">',
      '<p onclick=x>',
      '<script>x</script>',
      '<iframe srcdoc=x>',
      '<form action="data:x">',
      '<base href=x>',
      '<style>x</style>',
    ]) {
      expect([page, faultsOfPage(page).length > 0]).toEqual([page, true]);
    }
  });
});
