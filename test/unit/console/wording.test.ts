import { describe, expect, it } from '@jest/globals';
import { inWords } from '../../../src/web/console/item/record-line.js';
import { differences } from '../../../src/web/console/log/log-difference.js';
import { shortReason, whyHere } from '../../../src/web/console/wording/why-here.js';
import { itemOf } from '../../support/console.js';

describe('why a message is here', () => {
  const readFirst = [{ code: 'premoderation' }];

  it('is why it is here now, not what once held it', () => {
    const reported = itemOf('a', {
      kind: 'reported',
      reports: 4,
      reasons: [...readFirst, { code: 'reports', detail: '4' }],
    });
    expect(shortReason(reported)).toBe('Reported × 4');
    expect(whyHere(reported)).toBe('4 readers reported it.');
    expect(shortReason(itemOf('a', { kind: 'spam', reasons: readFirst }))).toBe('Spam');
    expect(whyHere(itemOf('a', { kind: 'rejected', reasons: readFirst }))).toBe('It was rejected.');
  });

  it('is the rule that holds it, while it is held', () => {
    expect(shortReason(itemOf('a', { reasons: readFirst, reports: 2 }))).toBe('Read first');
    expect(whyHere(itemOf('a', { reasons: readFirst }))).toBe(
      'Every message is read here before it appears, or every one of this member’s.',
    );
    expect(shortReason(itemOf('a', { reasons: [{ code: 'reports' }], reports: 3 }))).toBe('Reported × 3');
    expect(shortReason(itemOf('a'))).toBe('Held');
    expect(whyHere(itemOf('a'))).toBe('It was held for a moderator.');
  });

  it('names a rule that this build does not know', () => {
    const unknown = itemOf('a', { reasons: [{ code: 'bad_word', detail: 'pills' }] });
    expect(shortReason(unknown)).toBe('bad word');
    expect(whyHere(unknown)).toBe('Held by the rule “bad word”: pills.');
  });

  it('counts one reader in words', () => {
    const reported = itemOf('a', { kind: 'reported', reports: 1 });
    expect(shortReason(reported)).toBe('Reported');
    expect(whyHere(reported)).toBe('One reader reported it.');
  });

  it('keeps a name that runs from right to left from turning the sentence around', () => {
    const item = itemOf('1', { reasons: [{ code: 'newcomer_link' }] });
    const author = { ...item.author, name: 'ליאת' };
    expect(whyHere({ ...item, author })).toBe('\u2068ליאת\u2069 is new here and posted a link.');
    expect(whyHere(item)).toBe('Author 1 is new here and posted a link.');
  });
});

it('a record is told in words', () => {
  const at = '2026-11-24T10:00:00.000Z';
  const one = (id: string, state: string, reports = 0) => ({ id, threadId: 't', state, reports, at });
  expect(inWords([one('1', 'published'), one('2', 'rejected', 2), one('3', 'published')])).toBe(
    'Last 3 messages, oldest first: 2 published, 1 rejected. 1 was reported.',
  );
  expect(inWords([one('1', 'held')])).toBe('The only message: 1 held.');
});

it('the log tells only what differs', () => {
  expect(
    differences({ state: 'held', revision: 1, reports: 0 }, { state: 'rejected', revision: 2, reports: 0 }),
  ).toEqual([{ what: 'state', before: 'held', after: 'rejected' }]);
  expect(differences(null, { state: 'closed' })).toEqual([{ what: 'state', before: null, after: 'closed' }]);
  expect(differences({ hosts: ['a.example'] }, { hosts: ['a.example', 'b.example'] })).toEqual([
    { what: 'hosts', before: 'a.example', after: 'a.example, b.example' },
  ]);
});
