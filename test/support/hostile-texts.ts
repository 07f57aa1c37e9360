/** One kind of text that is made to cost much: at any length, in code units. */
export type HostileText = { readonly name: string; readonly at: (length: number) => string };

const CATEGORIES = [
  ...['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Mc', 'Me', 'Nd', 'Nl', 'No', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf', 'Po'],
  ...['Sm', 'Sc', 'Sk', 'So', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Co', 'Cn'],
];

/** Every character that there could be in the planes that texts are written in. */
const ALL = Array.from({ length: 0x2_0000 }, (_, point) => point)
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point))
  .join('');

const times = (piece: string) => (length: number) =>
  piece
    .repeat(Math.ceil(length / piece.length))
    .slice(0, length)
    .toWellFormed();

/** A run of each category: one character of it, and as many different ones as there are. */
const RUNS = CATEGORIES.flatMap((category): HostileText[] => {
  const found = ALL.match(new RegExp(`\\p{${category}}`, 'gu')) ?? [];
  const one = found[Math.floor(found.length / 2)] ?? '';
  return [
    { name: `${category} ${JSON.stringify(one)}`, at: times(one) },
    { name: `${category}, all of them`, at: times(found.join('')) },
  ];
});

/** What grows where it is folded, and what joins into one character to whoever reads it. */
const GROWING: readonly (readonly [string, string])[] = [
  ['a ligature of eighteen letters', '\ufdfa'],
  ['a square of six letters', '\u3316'],
  ['ligatures of three', '\ufb03'],
  ['marks that come apart', '\u0344'],
  ['notes that come apart', '\u{1d160}'],
  ['capitals that grow', 'İ'],
  ['a square of six letters and a dot', '\u3316.'],
  ['Hangul in pieces', '\u1112\u1161\u11ab'],
  ['leading Jamo', '\u1100'],
  ['vowels of Jamo', '\u1161'],
  ['Prepend', '\u0600'],
  ['Prepend and letters', '\u0600a'],
  ['joiners', '\u200d'],
  ['families', '\u{1f469}\u200d'],
  ['flags', '\u{1f1eb}\u{1f1f7}'],
  ['conjuncts', '\u0915\u094d'],
  ['conjuncts with joiners', '\u0915\u094d\u200d'],
  ['letters with marks', 'a\u0301\u0301\u0301'],
  ['marks held apart', '\u0335\u200d'],
  ['variation selectors', '\ufe0f'],
  ['tags', '\u{e0061}'],
  ['overrides', '\u202e'],
  ['overrides and letters', '\u202ea'],
  ['isolates', '\u2067'],
  ['marks of direction', '\u200fא'],
  ['Hebrew and Latin', 'אa '],
  ['look-alikes', 'аⅿ𝓲'],
];

/** Signs of Markdown and of addresses, over and over, and one within another. */
const DELIMITERS = [
  ...[
    '> ',
    '>',
    '>- ',
    '- ',
    '+ ',
    '* ',
    '* a\n',
    '1. ',
    '1) ',
    '1. a\n',
    '1. a\n1. b\n',
    '7. a\n\n',
    '- 1. ',
    '- 5\n\n',
    '> 1. a\n',
  ],
  ...[
    '[',
    ']',
    '[a',
    '[a](',
    '[[a](b)',
    '![[]()',
    'a]',
    '](',
    '[]()',
    '[x](y',
    '[a][',
    '[a]: b\n',
    '[a]: http://b\n',
    '[1]: http://b.c\n\n',
    '[1] ',
  ],
  ...[
    '`',
    '`a``',
    '``a`',
    '<',
    '<a ',
    '</a',
    '<!--',
    '<http://a',
    '<http://a>',
    '<a@b.c>',
    '&',
    '&#x41',
    '&#x41;',
    '&amp;',
    '&nbsp;',
  ],
  ...[
    'a  \n',
    '\n \t \n',
    '\n',
    '\n\n',
    '\t',
    ' ',
    '    a\n',
    'a\n=',
    'a\n-',
    '# ',
    '#',
    '---\n',
    '***\n',
    '___\n',
    '```\n',
    '~~~\n',
    '``` a\n',
  ],
  ...[
    '*',
    '_',
    '**',
    '__',
    '~~',
    '_a ',
    '*a ',
    ' a_',
    '*a_',
    'a**b c* ',
    '**_',
    '~~a ',
    '*a*',
    '_a_',
    '1*1',
    '1**1',
    '"',
    "'",
    '|a|\n|-',
    '(',
    ')',
    '{',
    '\\',
  ],
  ...[
    '\\(',
    '\\_(',
    '\\(a)/',
    '\\\\\\_(',
    '>:(',
    '>_<\n',
    '>.',
    ':',
    '://',
    'http://',
    'http:',
    'https://a.b/ ',
    'http://a.b/(',
    'http://a.b/(((',
    'http://a.b/)',
    'http://a.b/\\_',
  ],
  ...[
    'http://ä.',
    'www.',
    'www.a.bc ',
    'www.a.',
    'www.a-',
    'http://a.b/www.',
    'a@',
    '@',
    'mailto:',
    'mailto:a@',
    'mailto:a@b.cc ',
    'http://a:1',
    'http://[::',
  ],
  ...['a.', 'a.b', '.', '..', 'a/', 'a。', 'a.com ', 'a.com/', 'x.md ', '-a', 'a b ', 'A', 'aA', 'a1', '1.1.1.1 '],
];

/** Deeper and deeper. */
const DEEP: readonly HostileText[] = [
  { name: 'lists within lists', at: (length) => deeper(length, (depth) => `${'  '.repeat(depth)}- a\n`) },
  { name: 'numbers within numbers', at: (length) => deeper(length, (depth) => `${'   '.repeat(depth)}1. a\n`) },
  { name: 'quotations within quotations', at: (length) => deeper(length, (depth) => `${'> '.repeat(depth)}a\n`) },
  { name: 'backticks of every length', at: (length) => deeper(length, (depth) => `a${'`'.repeat(depth)}`) },
  { name: 'asterisks of every length', at: (length) => deeper(length, (depth) => `a${'*'.repeat(depth)} `) },
  {
    name: 'one character with marks without end, then letters',
    at: (length) => `e${times('\u0301')(length / 2)}${times('ab')(length / 2)}`,
  },
  { name: 'spaces between two letters', at: (length) => `a${times(' ')(length)}b` },
  { name: 'a name without end at a host', at: (length) => `${times('a')(length / 2)}@${times('a.')(length / 2)}` },
];

function deeper(length: number, line: (depth: number) => string): string {
  let text = '';
  for (let depth = 0; text.length < length; depth += 1) text += line(depth % 100);
  return text.slice(0, length);
}

/** Where a text may stand in another: what looks at links and addresses sees it whole only there. */
const AROUND: readonly (readonly [where: string, before: string, after: string])[] = [
  ['in the words of a link', '[', '](https://evil.example/)'],
  ['in an address', 'https://a.example/', ''],
  ['in a host', 'www.', '.example.com'],
  ['as a host of a link', '[a](https://', '/)'],
  ['as a mail address of a link', '<mailto:a@', '>'],
  ['in a list', '- ', ''],
  ['in code', '`', '`'],
];

const within = (texts: readonly HostileText[]): HostileText[] =>
  texts.flatMap(({ name, at }) =>
    AROUND.map(([where, before, after]) => ({
      name: `${name} ${where}`,
      at: (length: number) => before + at(length) + after,
    })),
  );

const growing = GROWING.map(([name, piece]): HostileText => ({ name, at: times(piece) }));

/** Every kind, by itself. */
export const HOSTILE_TEXTS: readonly HostileText[] = [
  ...RUNS,
  ...growing,
  ...DELIMITERS.map((piece): HostileText => ({ name: JSON.stringify(piece), at: times(piece) })),
  ...DEEP,
];

/** The kinds that grow or join, where something else is made of them. */
export const HOSTILE_WITHIN: readonly HostileText[] = within([...growing, ...RUNS.filter((_, n) => n % 2 === 0)]);
