import { expect, it } from '@jest/globals';
import { numeral, t } from '../../../src/i18n/format.js';
import { inLanguage, languageOf, LANGUAGES } from '../../../src/i18n/languages.js';

it('a language that has a file is spoken, counted in and offered', () => {
  expect(LANGUAGES.map(({ name }) => name)).toContain('Deutsch (Schweiz)');
  const swiss = <Result>(work: () => Result) => inLanguage(languageOf('gsw-CH'), work);
  expect(swiss(() => [t('forum.messages', { n: 2 }), numeral(0.5)])).toEqual(['2 Beiträge', '0.5']);
});
