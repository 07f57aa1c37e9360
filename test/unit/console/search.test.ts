import { expect, it } from '@jest/globals';
import { t } from '../../../src/i18n/format.js';
import { actionText, subjectText, actorText } from '../../../src/web/console/log/log-wording.js';
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
  expect(actorText({ id: 'command-line', name: 'command line' })).toBe('The command line');
  expect(actorText({ id: 'm1', name: 'Mia' })).toBe('Mia');
  const told = (action: string, subject = 'site') => {
    const did = actionText(action, subject);
    return did && t(did, { actor: 'Mia', subject });
  };
  expect(told('site.change')).toBe('Mia changed the settings of a site');
  expect(told('settings.change', 'member')).toBe('Mia changed the settings of a member');
  expect(told('staff.remove', 'member')).toBe('Mia took the role of a member away');
  expect(told('moon.landed_on')).toBeUndefined();
  expect(subjectText('thread')).toBe('discussion');
});
