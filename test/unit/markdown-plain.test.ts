import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderAny } from '../../src/messages/markdown/markdown.js';
import { renderPlain } from '../../src/messages/markdown/plain.js';

/** What a text is made of here: words, spaces, and all that Markdown could make something of. */
const PIECES = [
  ...['a', 'Bb', '7', '1986', 'ß', '文', 'שלום', '𝒜', '½', 'e\u0301', '_', 'www.', 'http://a.de'],
  ...[' ', '  ', '    ', '\n', '\n\n', '  \n', '\n\n\n', '\t', '\u00a0', '\u3000'],
  ...[
    '*',
    '**',
    '***',
    '.',
    ',',
    '!',
    '…',
    '’',
    '“',
    '(',
    ')',
    '-',
    '–',
    '1.',
    '2)',
    '$',
    '€',
    "'",
    '"',
    '&',
    '<',
    '>',
    '#',
    '~',
    '`',
  ],
];
const texts = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('a', 'Bb', ' ', '*', '**', '7', '\n\n', '.', '-') },
      fc.constantFrom(...PIECES),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));

describe('what is rendered without the renderer', () => {
  it.each([
    ['words', 'I was there, too.'],
    ['an emphasis', 'I was *there*, **too**.'],
    ['several words of it', '**I was there**, *you and I*!'],
    ['paragraphs', 'I was there.\n\n*You*, too.'],
    ['a space in front', ' I was *there*'],
    ['what is read from right to left', 'I was there.\n\n*שלום*'],
    ['a number that is none of a list', '1986 was *the* year.'],
  ])('is the same: %s', (_, text) => {
    expect(renderPlain(text)).toBe(renderAny(text));
  });

  it('is nothing that could be markup', () => {
    const others = [
      '* a',
      '***a***',
      'a*b*',
      '*a*b',
      '*a *b* c*',
      '*a',
      'a.b',
      '- a',
      '1. a',
      '    a',
      'a\nb',
      ' ',
      '*a b *',
      '2*3*4',
      'a\n\n\nb',
    ];
    expect(others.filter((text) => renderPlain(text) !== null)).toEqual([]);
  });

  it('is to the byte what the renderer makes of it, whatever the text is', () => {
    let plain = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const html = renderPlain(text);
        if (html === null || text === '') return;
        plain += 1;
        expect(html).toBe(renderAny(text));
      }),
      { numRuns: 3_000 },
    );
    // Else it would say nothing.
    expect(plain).toBeGreaterThan(100);
  });
});
