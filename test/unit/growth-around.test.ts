import { describe, expect, it } from '@jest/globals';
import { cookieOf } from '../../src/auth/actors.service.js';
import { limitKey } from '../../src/auth/address.js';
import { isKnown } from '../../src/http/response-cache/send-cached.js';
import { decodeCursor } from '../../src/messages/pages/cursor.js';
import { idFrom, placeFrom } from '../../src/messages/pages/id-cursor.js';
import { hasWords } from '../../src/moderation/search/matching.js';
import { tooLong } from '../../src/text/bounds.js';
import { wordsOfAddress } from '../../src/threads/addresses/canonical-url.js';
import { cleanTitle, hashOfKey, mayBeUnopened } from '../../src/threads/addresses/thread-names.js';
import { wordsOfPage } from '../../src/threads/looks/page-words.js';
import { verify } from '../../src/threads/signatures/signature.js';
import { piecesOf } from '../../src/web/console/item/mark-spans.js';
import { differences } from '../../src/web/console/log/log-difference.js';
import { excerptOf } from '../../src/web/console/queue/excerpt.js';
import { plain } from '../../src/web/forum/server/json-ld.js';
import { growthOf, LINEAR, orRefused } from '../support/growth.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';

/** Code units: as much as a header, a form or a note may bring, and more. */
const SHORT = 8_000;

const base64 = (text: string) => Buffer.from(text).toString('base64url');

/** What a text meets that stands not in a message but beside it: names, notes, titles, keys, addresses, cursors, headers; and where moderators read it. */
const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  'the spans that a moderator sees marked': (text) => piecesOf(text, ['a', 'a.b', 'http://', text.slice(0, 50)]),
  'an excerpt in the list': excerptOf,
  'the words that search engines get': plain,
  'what a moderator searches in': (text) => hasWords(text.slice(0, 200))(text),
  'what differs in the log': (text) => differences({ title: text }, { title: `${text}.`, reason: text }),
  'a title': cleanTitle,
  'a key': (text) => [hashOfKey(text), mayBeUnopened(text)],
  // An address has 2,048 code units at most.
  'the words of an address': orRefused((text) => wordsOfAddress(`https://a.example/${text.slice(0, text.length / 8)}`)),
  'the page of an article': (text) => [
    wordsOfPage(text),
    wordsOfPage(`<title>${text}</title><link rel=canonical href="${text}">`),
  ],
  'a note': (text) => tooLong(text, { characters: 1_000, codePoints: 4_000, bytes: 16_000 }),
  'a signature': (text) => [
    verify(['s'], text, { site: 'a', url: 'b' } as never, 0),
    verify(['s'], `1.${'a'.repeat(43)}`, { site: 'a', url: text, title: text } as never, 0),
  ],
  'a cursor': (text) => [
    orRefused(decodeCursor)(text),
    orRefused(decodeCursor)(base64(text)),
    orRefused(idFrom)(text),
    orRefused(placeFrom)(base64(text)),
  ],
  'an address of the network': orRefused(limitKey),
  cookies: (text) => cookieOf(text, 'a'),
  'what a browser has already': (text) => isKnown(text, '"a"'),
};

describe('twice the text beside a message', () => {
  it.each(Object.keys(FUNCTIONS))(
    'takes no more than about twice the time: %s',
    (name) => {
      const work = FUNCTIONS[name]!;
      const slow = HOSTILE_TEXTS.map(({ name: kind, at }) => [kind, growthOf(work, at(SHORT), at(2 * SHORT))] as const);
      expect(slow.filter(([, growth]) => growth > LINEAR)).toEqual([]);
    },
    300_000,
  );

  it('is marked where it stands, as it stands', () => {
    const shown = (text: string, ...spans: string[]) =>
      piecesOf(text, spans)
        .map(({ words, isMarked }) => (isMarked ? `[${words}]` : words))
        .join('');
    expect(shown('At Example.com, example.com/a and exampleXcom', 'example.com')).toBe(
      'At [Example.com], [example.com]/a and exampleXcom',
    );
    expect(shown('a.b a.bc (a)', 'a.b', 'a.bc')).toBe('[a.b] [a.bc] (a)');
    expect(shown('nothing', 'a.b')).toBe('nothing');
    expect(shown('(a|b)\\ [c] $', '(a|b)\\', '[c] $')).toBe('[(a|b)\\] [[c] $]');
  });
});
