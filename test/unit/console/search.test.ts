import { expect, it } from '@jest/globals';
import { didSay, subjectSays, actorSays } from '../../../src/web/console/log/log-wording.js';
import { isSearching, NO_SEARCH, searchParameters } from '../../../src/web/console/search/search.js';

const NOW = Date.parse('2026-11-29T12:00:00.000Z');

it('a search asks the server for words, author, reason and age', () => {
  const search = { words: ' cheap pills ', author: 'Max', reason: 'spam', age: 'day' };
  expect(searchParameters(search, NOW)).toEqual({
    words: 'cheap pills',
    author: 'Max',
    reason: 'spam',
    from: '2026-11-28T12:00:00.000Z',
    until: undefined,
  });
  expect(searchParameters({ ...NO_SEARCH, age: 'older_week' }, NOW)).toMatchObject({
    words: undefined,
    from: undefined,
    until: '2026-11-22T12:00:00.000Z',
  });
});

it('nothing but spaces is no search, and one field is one', () => {
  expect(isSearching({ ...NO_SEARCH, words: '  ' })).toBe(false);
  for (const one of ['words', 'author', 'reason', 'age'])
    expect(isSearching({ ...NO_SEARCH, [one]: 'day' })).toBe(true);
});

it('the log tells what staff and the command line did as sentences', () => {
  expect(actorSays({ id: 'command-line', name: 'command line' })).toBe('The command line');
  expect(actorSays({ id: 'm1', name: 'Mia' })).toBe('Mia');
  expect(didSay('site.change')).toEqual(['changed the settings of a', '']);
  expect(didSay('staff.remove')).toEqual(['took the role of a', 'away']);
  expect(didSay('moon.landed_on')).toEqual(['moon landed on:', '']);
  expect(subjectSays('thread')).toBe('discussion');
});
