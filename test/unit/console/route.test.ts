import { expect, it } from '@jest/globals';
import { excerptOf } from '../../../src/web/console/queue/excerpt.js';
import { pathOf, placeIn, placeOf, type Place } from '../../../src/web/console/route.js';

it.each<[string, Place]>([
  ['/console/held', { page: 'queue', view: 'held', messageId: null }],
  ['/console/reported/m1', { page: 'queue', view: 'reported', messageId: 'm1' }],
  ['/console/log', { page: 'log' }],
  ['/console/message/m1', { page: 'message', id: 'm1' }],
  ['/console/thread/t1', { page: 'thread', id: 't1' }],
  ['/console/member/a1', { page: 'member', id: 'a1' }],
])('%s leads to a place whose address it is', (path, place) => {
  expect(placeOf(path)).toEqual(place);
  expect(pathOf(place)).toBe(path);
});

it('an address that leads nowhere opens the first queue', () => {
  for (const path of ['/console', '/console/', '/console/nothing', '/console/message'])
    expect(placeOf(path)).toMatchObject({ page: 'queue', view: 'held' });
});

it.each<[string, Place | null]>([
  ['https://gazette.example/bridge?ref=rss#message-m1', { page: 'message', id: 'm1' }],
  ['https://forum.example/threads/t1?message=m1#message-m1', { page: 'message', id: 'm1' }],
  [' https://forum.example/threads/t1 ', { page: 'thread', id: 't1' }],
  ['/console/member/a1', { page: 'member', id: 'a1' }],
  ['https://forum.example/console/reported', { page: 'queue', view: 'reported', messageId: null }],
  ['https://spam.example/pills', null],
  ['the message #message-m1', null],
])('“%s”, pasted into the search, opens what it names', (text, place) => {
  expect(placeIn(text)).toEqual(place);
});

it('the list shows the first words as readers see them', () => {
  expect(excerptOf('<p>We had 5 &lt; 6 and then abuse &gt; 3 here</p>')).toBe('We had 5 < 6 and then abuse > 3 here');
  expect(excerptOf('<blockquote>\n<p>not an hour</p>\n</blockquote>\n<p>For six years.</p>')).toBe(
    '“not an hour” For six years.',
  );
  expect(excerptOf('<p><a href="x">survey.pdf</a>. <em>Un</em>believ<code>able</code>!</p>')).toBe(
    'survey.pdf. Unbelievable!',
  );
  expect(excerptOf('<p>One</p>\n<ul>\n<li>&amp;lt; two</li>\n</ul>')).toBe('One &lt; two');
  expect(excerptOf(`<p>${'word '.repeat(100)}</p>`)).toHaveLength(200);
});
