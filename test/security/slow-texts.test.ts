import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { render } from '../../src/messages/markdown/markdown.js';
import { isLongerThan } from '../../src/text/characters.js';
import { corpus } from '../support/corpus.js';
import { startForum } from '../support/forum.js';
import { faultsOf } from '../support/html.js';

/** Characters of the longest message. */
const MOST = 5_000;

/** Each is repeated as often as a request has room for it. */
const SHAPES = [
  ...[
    '> ',
    '>- ',
    '- ',
    '* a\n',
    '1. ',
    '[',
    '[a](',
    '[[a](b)',
    '![[]()',
    'a]',
    '`a``',
    '<',
    '<a ',
    '</a',
    '<!--',
    '<http://a',
  ],
  ...[
    '&',
    '&#x41',
    'a  \n',
    '\n \t \n',
    '\t',
    'http://a',
    'http://http://',
    'http://a.b/(((',
    'http://ä.',
    'a.com ',
    'www.',
    'a@',
  ],
  ...[
    'mailto:a@b.cc ',
    '_a ',
    'a**b c* ',
    '**_',
    '~~a ',
    '"',
    "'",
    '```\n',
    'a\n=',
    '# ',
    '\\',
    '|a|\n|-',
    '[a]: b\n',
    '(',
    '  ',
  ],
  ...['\u0301', 'a\u0301', '\u{1F468}\u200d', '\u{1F1E9}', '\u1100', '\u202e', '\u2028', '\ufffd', '\u00a0'],
];

/** The samples are expressions: strings between quotes, some of them repeated. */
const textOf = (expression: string): string =>
  [...expression.matchAll(/'([^']*)'(?:\.repeat\((\d+)\))?/g)]
    .map(([, text, times]) => (JSON.parse(`"${text}"`) as string).repeat(Number(times ?? 1)))
    .join('');

const texts = [
  ...corpus('pathological').map(({ id, input }) => [id, textOf(input)] as const),
  ...SHAPES.map((shape) => [JSON.stringify(shape), shape.repeat(Math.ceil(60_000 / shape.length))] as const),
];

/** ms of processor time that something costs at best: what else the machine does meanwhile does not count. */
function cost(work: () => unknown): number {
  const runs = Array.from({ length: 7 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...runs);
}

/** Rows 14 to 16. */
describe('a text that is made to be slow', () => {
  it.each(texts)(
    '%s is rendered within 50 ms at its longest, and found too long as soon (rows 14 and 15)',
    (_, text) => {
      expect(text.length).toBeGreaterThanOrEqual(20_000);
      const longest = text.slice(0, MOST);
      expect(cost(() => render(longest))).toBeLessThan(50);
      expect(cost(() => isLongerThan(text, MOST))).toBeLessThan(50);
      expect([faultsOf(render(longest)), faultsOf(render(text))]).toEqual([[], []]);
    },
  );

  it('is refused for its length before it is rendered, on every way (row 14)', async () => {
    const forum = await startForum({ database: 'sqlite' });
    for (const [name, text] of texts) {
      const whole = text.slice(0, 20_000);
      if (!isLongerThan(whole, MOST) || whole.trim() === '') continue;
      for (const path of [`/threads/${forum.thread.id}/messages`, '/preview']) {
        const answer = await forum.as(forum.ana).ask('POST', path, { body: { text: whole }, key: randomUUID() });
        const details = { rule: 'length' };
        expect([name, answer.status, answer.body]).toMatchObject([name, 422, { error: { code: 'refused', details } }]);
      }
    }
  });
});
