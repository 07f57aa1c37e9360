import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RULES } from '../../src/sites/address-rules.schema.js';
import type { KnownSite } from '../../src/sites/site-settings.js';
import { unopenedView } from '../../src/threads/thread.view.js';
import {
  cleanTitle,
  hashOfKey,
  hashOfUrl,
  mayBeUnopened,
  UNOPENED,
  unopenedId,
} from '../../src/threads/addresses/thread-names.js';

const URL = 'https://gazette.example/ferry';

describe('an article that nobody has written about', () => {
  it('has an id made of its site and its address, the same for everybody', () => {
    const hash = hashOfUrl(URL, DEFAULT_RULES);
    expect(unopenedId('gazette', hash)).toBe(unopenedId('gazette', hash));
    expect(unopenedId('herald', hash)).not.toBe(unopenedId('gazette', hash));
    expect(unopenedId('gazette', hashOfUrl(`${URL}2`, DEFAULT_RULES))).not.toBe(unopenedId('gazette', hash));
  });

  it('has the id that it had: pages that are open go on', () => {
    expect(unopenedId('gazette', 'abc')).toBe('be042f59-bd24-823a-8302-37cd8c45d768');
    expect(unopenedId('gazette', 'd')).toBe('3958488e-fe16-8705-afaf-f6789c75f01e');
  });

  it('has the epoch that the protocol says, since nobody has written in it', () => {
    expect(UNOPENED).toBe('unopened');
  });

  it('is the same for everyone all day, and begun with the day', () => {
    const site = { id: 'gazette', maxLength: 9, editWindow: 60, settings: { premoderation: 'none' } };
    const at = (moment: string) => unopenedView('id', URL, site as unknown as KnownSite, Date.parse(moment));
    const morning = at('2026-11-04T00:00:00.000Z');
    expect(at('2026-11-04T23:59:59.999Z')).toEqual(morning);
    expect(morning).toMatchObject({ createdAt: '2026-11-04T00:00:00.000Z', opened: false, epoch: UNOPENED });
    expect(at('2026-11-05T00:00:00.000Z').createdAt).toBe('2026-11-05T00:00:00.000Z');
  });

  it('is known by the form of its id: a UUID of version 8 and the standard’s variant', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (site, hash) => {
        const id = unopenedId(site, hash);
        expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
        expect(mayBeUnopened(id)).toBe(true);
      }),
    );
  });

  it.each([
    ['of a thread that there is', '0192f7c4-8d8e-7c3a-9b1f-00000000abcd'],
    ['of another variant', '0192f7c4-8d8e-8c3a-7b1f-00000000abcd'],
    ['with something before it', 'x0192f7c4-8d8e-8c3a-9b1f-00000000abcd'],
    ['with something behind it', '0192f7c4-8d8e-8c3a-9b1f-00000000abcd0'],
    ['with other letters', '0192f7c4-8d8e-8c3a-9b1f-00000000abcg'],
    ['that is short', '0192f7c4-8d8e-8c3a-9b1f'],
  ])('has no id %s', (_what, id) => {
    expect(mayBeUnopened(id)).toBe(false);
  });

  it('is found by its key or by its address, which are never taken for each other', () => {
    expect(hashOfKey(URL)).not.toBe(hashOfUrl(URL, DEFAULT_RULES));
    expect(hashOfKey('a')).not.toBe(hashOfKey('b'));
    expect(hashOfUrl('http://www.gazette.example/ferry/', DEFAULT_RULES)).toBe(hashOfUrl(URL, DEFAULT_RULES));
  });
});

describe('the title of an article', () => {
  it.each([
    ['is one line', ' The ferry\r\n\tcomes   back ', 'The ferry comes back'],
    ['has no controls', 'The\u0000 ferry\u001b[31m', 'The ferry [31m'],
    ['turns no line around', 'The \u202eferry\u2066', 'The ferry'],
    ['has no half letters', 'Ferry \ud83d', 'Ferry \ufffd'],
    ['is nothing where nobody gave one', undefined, ''],
    ['has no pile of marks', `F${'\u0335'.repeat(30)}`, `F${'\u0335'.repeat(8)}`],
  ])('%s', (_what, given, title) => {
    expect(cleanTitle(given)).toBe(title);
  });

  it('has three hundred characters at most, and no half of one at its end', () => {
    expect(cleanTitle('x'.repeat(301))).toBe('x'.repeat(300));
    expect(cleanTitle(`${'x'.repeat(299)}🚲`)).toBe('x'.repeat(299));
    expect(cleanTitle(`${'x'.repeat(298)}🚲!`)).toBe(`${'x'.repeat(298)}🚲`);
  });
});

it('a site that says nothing takes the usual spellings of an address for one', () => {
  expect(DEFAULT_RULES).toEqual({
    ...{ www: true, mobile: true, hosts: false, slash: true, index: true, ignore: ['ref', 'amp'] },
  });
});
