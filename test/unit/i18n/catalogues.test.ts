import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { compile, missingForms, parametersOf } from '../../../src/i18n/compile.js';
import { keysFile } from '../../../src/i18n/keys-file.js';
import { CATALOGUES, ENGLISH, type Catalogue } from '../../../src/i18n/languages.js';
import { sources } from '../../support/sources.js';

const english = CATALOGUES.find(({ code }) => code === ENGLISH) as Catalogue;
const others = CATALOGUES.filter(({ code }) => code !== ENGLISH);

const parameters = (source: string, locale: string) => Object.fromEntries(parametersOf(source, locale));

describe.each(CATALOGUES.map((one) => [one.code, one] as const))('the catalogue %s', (_, { locale, sources }) => {
  const entries = Object.entries(sources);

  it('holds sentences that can be put together', () => {
    for (const [key, source] of entries) expect([key, compile(source, locale)]).toEqual([key, expect.anything()]);
  });

  it('has every plural form that its language needs', () => {
    expect(entries.flatMap(([key, source]) => missingForms(source, locale).map((form) => `${key}: ${form}`))).toEqual(
      [],
    );
  });

  it('has no quotation marks and dashes of a typewriter, and no space where none belongs', () => {
    expect(entries.filter(([, source]) => /['"]| - |^\s|\s$| {2}/.test(source))).toEqual([]);
  });
});

describe.each(others.map((one) => [one.code, one] as const))('the catalogue %s beside the English one', (_, other) => {
  it('has the same keys', () => {
    expect(Object.keys(other.sources)).toEqual(Object.keys(english.sources));
  });

  it('has the same parameters in every sentence', () => {
    for (const [key, source] of Object.entries(other.sources)) {
      const expected = parameters(english.sources[key] ?? '', english.locale);
      expect([key, parameters(source, other.locale)]).toEqual([key, expected]);
    }
  });
});

it('compiles only what the formatter can put together', () => {
  for (const source of ['{n, date}', '{n, selectordinal, other {#th}}', '{n, plural, offset:1 other {#}}'])
    expect(() => compile(source, 'en')).toThrow(/No such format|offset|case/);
  expect(() => compile('{n, plural, few {#} other {#}}', 'en')).toThrow(/few/);
  expect(missingForms('{n, plural, other {#}}', 'de')).toEqual(['one']);
});

it('keeps the types of its keys up to date (npm run texts)', () => {
  expect(readFileSync(new URL('../../../src/i18n/keys.ts', import.meta.url), 'utf8')).toBe(keysFile());
});

it('has no sentence that nothing says', () => {
  const code = sources()
    .filter(({ path }) => path !== 'i18n/keys.ts')
    .map(({ text }) => text)
    .join('\n');
  // The sentence of an error has the name of its code.
  // Those of an export have the names of its parts, fields and codes.
  const isSaid = (key: string): boolean => {
    const [, name = ''] = /^export\.(?:section|field|value)\.(\w+)$/.exec(key) ?? [];
    if (name !== '') return new RegExp(`\\b${name.replaceAll('_', '[-._]')}\\b`).test(code);
    return key.startsWith('error.') || code.includes(`'${key}'`);
  };
  const idle = Object.keys(english.sources).filter((key) => !isSaid(key));
  expect(idle).toEqual([]);
});
