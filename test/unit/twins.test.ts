import { expect, it } from '@jest/globals';
import { twinsUnder, type KnownThread } from '../../src/moderation/addresses/twins.js';
import { DEFAULT_RULES } from '../../src/sites/address-rules.schema.js';

const thread = (id: string, url: string, more: Partial<KnownThread> = {}): KnownThread => ({
  id,
  key: null,
  title: id,
  url,
  messageCount: 1,
  createdAt: 1,
  addresses: [url],
  ...more,
});
const ids =
  (...threads: readonly KnownThread[]) =>
  (rules: Partial<typeof DEFAULT_RULES>) =>
    twinsUnder({ ...DEFAULT_RULES, ...rules }, threads).map(({ into, from }) => [into.id, from.map(({ id }) => id)]);

it('threads of one address are one article, the one with the most messages first, of those the oldest', () => {
  const [a, b, c] = [
    thread('a', 'http://gazette.example/x', { messageCount: 2, createdAt: 9 }),
    thread('b', 'https://gazette.example/x/', { messageCount: 2, createdAt: 3 }),
    thread('c', 'https://www.gazette.example/x', { messageCount: 5 }),
  ];
  expect(ids(a, b, c)({})).toEqual([['c', ['b', 'a']]]);
  expect(ids(a, b, c)({ slash: false })).toEqual([['c', ['a']]]);
  expect(ids(a, b, c)({ www: false, slash: false })).toEqual([]);
});

it('threads are one by what they have in common, be it through a third', () => {
  const a = thread('a', 'http://g.example/a');
  const b = thread('b', 'http://g.example/b');
  const both = thread('both', 'http://g.example/c', { addresses: ['http://g.example/a', 'http://g.example/b'] });
  const other = thread('other', 'http://g.example/other');
  expect(ids(a, b, other)({})).toEqual([]);
  expect(ids(a, b, both, other)({})).toEqual([['a', ['b', 'both']]]);
});

it('threads to which the publisher gave different keys are different articles', () => {
  const url = 'http://g.example/live';
  const [one, two, none] = [thread('one', url, { key: '1' }), thread('two', url, { key: '2' }), thread('none', url)];
  expect(ids(one, two)({})).toEqual([]);
  const [[into, from] = []] = ids(one, two, none)({});
  expect([into, from]).toEqual(['none', ['one']]);
});

it('what is no address any more is nobody’s twin', () => {
  expect(ids(thread('a', 'nonsense'), thread('b', 'nonsense'))({})).toEqual([]);
});
