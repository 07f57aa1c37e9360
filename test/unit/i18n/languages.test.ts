import { describe, expect, it } from '@jest/globals';
import { ForumError } from '../../../src/errors/forum-error.js';
import { errorBody } from '../../../src/errors/error-body.js';
import { askedLanguage } from '../../../src/i18n/asked-language.js';
import { numeral, t } from '../../../src/i18n/format.js';
import { english, inLanguage, knownLanguage, languageOf } from '../../../src/i18n/languages.js';
import { say } from '../../../src/i18n/text.js';
import { shortTime } from '../../../src/web/ui/time.js';

const german = languageOf('de');
const inGerman = <Result>(work: () => Result) => inLanguage(german, work);

describe('a sentence', () => {
  it('counts as its language does', () => {
    const said = () => [0, 1, 2, 1204].map((n) => t('forum.messages', { n }));
    expect(said()).toEqual(['0 messages', '1 message', '2 messages', '1,204 messages']);
    expect(inGerman(said)).toEqual(['0 Beiträge', '1 Beitrag', '2 Beiträge', '1.204 Beiträge']);
  });

  it('chooses by a word', () => {
    const said = () => t('forum.closed.by', { state: 'archived', name: 'Mia' });
    expect([said(), inGerman(said)]).toEqual(['Archived by Mia.', 'Archiviert von Mia.']);
  });

  it('tells time as its language does', () => {
    const at = Date.UTC(2026, 10, 24, 8);
    const said = () => [0, 3 * 60_000, 86_400_000].map((ago) => shortTime(new Date(at - ago).toISOString(), at));
    expect([said(), inGerman(said)]).toEqual([
      ['now', '3 min', '1 d'],
      ['jetzt', '3 Min.', '1 Tag'],
    ]);
  });

  it('is English again after a page in another language, also after one that failed', () => {
    expect(() =>
      inGerman(() => {
        throw new Error(numeral(1.5));
      }),
    ).toThrow('1,5');
    expect(t('forum.title')).toBe('User forum');
  });
});

it('does not compile where its key or a parameter is wrong', () => {
  const mistakes = [
    // @ts-expect-error -- no such sentence
    () => t('forum.nothing'),
    // @ts-expect-error -- how many?
    () => t('forum.messages'),
    // @ts-expect-error -- a number is a number
    () => t('forum.messages', { n: '1' }),
    // @ts-expect-error -- it takes nothing
    () => t('forum.title', { n: 1 }),
    // @ts-expect-error -- whose?
    () => say('refused.staffName', {}),
  ];
  // Nobody calls them: the compiler has looked.
  expect(mistakes).toHaveLength(5);
});

describe('an error', () => {
  it('is said in the language of whoever asked, with all that is in it', () => {
    const error = new ForumError('invalid_request', [
      { path: 'name', message: 'must be at most 40 characters', sentence: say('refused.nameTooLong', { most: 40 }) },
    ]);
    expect(error.message).toBe('The request is not valid.');
    expect(errorBody(error, 'R', german).error).toEqual({
      code: 'invalid_request',
      message: 'Die Anfrage ist ungültig.',
      requestId: 'R',
      details: [
        {
          path: 'name',
          message: 'must be at most 40 characters',
          sentence: 'Der Name darf höchstens 40 Zeichen haben.',
        },
      ],
    });
  });

  it('is English wherever else it is written down', () => {
    expect(JSON.stringify({ said: say('refused.empty') })).toBe('{"said":"The message is empty."}');
  });
});

describe('a language', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE_ch', 'de'],
    ['fr', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('called %s', (tag, code) => {
    expect(knownLanguage(tag)?.code).toBe(code);
  });

  it.each([
    ['/threads/1?lang=de', 'en', 'de'],
    ['/threads/1?lang=fr', 'de', 'de'],
    ['/threads/1', 'fr-FR,fr;q=0.9,de;q=0.8,en;q=0.7', 'de'],
    ['/threads/1', 'en;q=0.4, de-CH', 'de'],
    ['/threads/1', 'de;q=0, en', 'en'],
    ['/threads/1', '*', 'en'],
    ['/threads/1', undefined, 'en'],
  ])('asked for by %s and %s', (url, accepted, code) => {
    expect(askedLanguage({ url, headers: { 'accept-language': accepted } }).code).toBe(code);
  });

  it.each([
    ['/console', 'rejoinder-language=de', 'de'],
    ['/console', 'a=b; rejoinder-language=de; c=d', 'de'],
    ['/console', 'not-rejoinder-language=de; rejoinder-language=fr', 'en'],
    ['/console?lang=en', 'rejoinder-language=de', 'en'],
  ])('chosen before, asked for by %s with the cookies %s', (url, cookie, code) => {
    expect(askedLanguage({ url, headers: { cookie, 'accept-language': 'en' } }).code).toBe(code);
  });

  it('says in English what it lacks', () => {
    expect(Object.keys(german.texts)).toEqual(Object.keys(english().texts));
  });
});
