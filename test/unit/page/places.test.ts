import { describe, expect, it } from '@jest/globals';
import type { Sort } from '../../../src/messages/messages.schema.js';
import { below, keep, place, placeOf, reveal } from '../../../src/web/forum/state/apply.js';
import type { ForumState } from '../../../src/web/forum/state/state.js';
import { after, countOf, idsOf, messageOf, pageOf, posted } from '../../support/page-state.js';

const own = (position: number, parentId: string | null = null) => messageOf(`m${position}`, { parentId });
/** What was just posted may have no position that is known yet. */
const unplaced = (parentId: string | null = null) => messageOf('new', { position: null, parentId });
const withReplies = () =>
  messageOf('m10', {
    replyCount: 2,
    replies: { messages: [own(20, 'm10'), own(40, 'm10')], next: null },
  });

describe('the place of a message', () => {
  const page = (sort: Sort, positions: readonly number[], next: string | null = null) =>
    pageOf(
      positions.map((position) => own(position)),
      { sort, next },
    );

  it.each<[string, ForumState, number | null, number | null]>([
    ['with the oldest first is before the first that came later', page('oldest', [10, 30]), 20, 1],
    ['… and at the end where all came earlier', page('oldest', [10, 30]), 40, 2],
    ['… and at the beginning where all came later', page('oldest', [10, 30]), 5, 0],
    ['… and at the end as long as nobody knows its position', page('oldest', [10, 30]), null, 2],
    ['with the newest first is before the first that came earlier', page('newest', [30, 10]), 20, 1],
    ['… and at the end where all came later', page('newest', [30, 10]), 5, 2],
    ['… and at the beginning as long as nobody knows its position', page('newest', [30, 10]), null, 0],
    ['in a ranked thread is the first', page('best', [10, 30]), 20, 0],
    ['in a disputed one, too', page('controversial', [10, 30]), 20, 0],
    ['is not known beyond what is loaded', page('oldest', [10, 30], 'more'), 40, null],
    ['is known up to what was read', page('oldest', [10, 30], 'more'), 30, 2],
    ['… and between', page('oldest', [10, 30], 'more'), 20, 1],
    ['with the newest first is not known beyond what is loaded', page('newest', [30, 10], 'more'), 5, null],
    ['… and is known down to what was read', page('newest', [30, 10], 'more'), 10, 2],
    ['is not known where nothing was read yet', page('oldest', [], 'more'), 10, null],
    ['is the first where there is nothing else', page('oldest', []), 10, 0],
  ])('%s', (_what, state, position, index) => {
    expect(placeOf(state, position === null ? unplaced() : own(position))).toBe(index);
  });

  it.each<Sort>(['newest', 'best', 'oldest'])(
    'of a reply is by its position, however the thread is sorted: %s',
    (sort) => {
      const state = pageOf([withReplies()], { sort });
      expect([30, 50, 5].map((position) => placeOf(state, own(position, 'm10')))).toEqual([1, 2, 0]);
    },
  );

  it('of a reply among newest threads is known up to what was read of the replies', () => {
    const state = pageOf([withReplies()], { sort: 'newest' });
    const partly = { ...state, branches: { ...state.branches, m10: { ids: ['m20'], next: 'more', until: 30 } } };
    expect([25, 30, 31].map((position) => placeOf(partly, own(position, 'm10')))).toEqual([1, 1, null]);
  });

  it('is known before one’s own that stands beyond what is loaded', () => {
    const state = { ...pageOf([own(10), own(50)]), branches: { '': { ids: ['m10', 'm50'], next: 'more', until: 10 } } };
    expect([placeOf(state, own(40)), placeOf(state, own(60))]).toEqual([1, null]);
  });

  it('is not known where what was read had no place of its own', () => {
    const state = { ...pageOf([], { sort: 'newest' }), branches: { '': { ids: [], next: 'more', until: null } } };
    expect(placeOf(state, own(5))).toBeNull();
  });

  it('is known of what came back before the last that was read, though that one has gone', () => {
    const state = pageOf([own(10)], { next: 'more' });
    const gone = { ...state, branches: { '': { ids: [], next: 'more', until: 10 } } };
    expect([placeOf(gone, own(10)), placeOf(gone, own(11)), placeOf(gone, unplaced())]).toEqual([0, null, 0]);
  });

  it('on the thread itself is not known where the page shows one conversation alone', () => {
    const state = { ...pageOf([withReplies()]), focus: 'm10' };
    expect(placeOf(state, own(5))).toBeNull();
    expect(placeOf(state, own(30, 'm10'))).toBe(1);
  });
});

describe('what waited behind “N new”', () => {
  const waiting = () => after(posted(messageOf('m101')), posted(messageOf('m102')))(pageOf([own(10)]), false);

  it('is shown in its order when it is wanted, and counted no more', () => {
    const page = reveal(waiting());
    expect(idsOf(page)).toEqual(['m10', 'm101', 'm102']);
    expect(page).toMatchObject({ waiting: [], glowing: ['m101', 'm102'] });
  });

  it('is passed over where it is not there any more', () => {
    const { messages, ...page } = waiting();
    const { m101: _, ...left } = messages;
    expect(idsOf(reveal({ ...page, messages: left }))).toEqual(['m10', 'm102']);
  });
});

describe('a message that is put in its place', () => {
  it('stands there, waits no more and glows', () => {
    const page = { ...pageOf([own(10), own(30)]), waiting: ['m20', 'm21'] };
    const shown = place(page, own(20));
    expect(idsOf(shown)).toEqual(['m10', 'm20', 'm30']);
    expect(shown).toMatchObject({ waiting: ['m21'], glowing: ['m20'] });
    expect(shown.messages['m20']).toMatchObject({ html: '<p>m20</p>' });
  });

  it('stands there once, with its newest text', () => {
    const shown = place(pageOf([own(10)]), messageOf('m10', { revision: 2, html: '<p>Mended</p>' }));
    expect(idsOf(shown)).toEqual(['m10']);
    expect(shown.glowing).toEqual([]);
    expect(shown.messages['m10']!.html).toBe('<p>Mended</p>');
  });

  it('counts nothing: what it answers has been told', () => {
    const shown = place(pageOf([withReplies()]), own(30, 'm10'));
    expect(idsOf(shown, 'm10')).toEqual(['m20', 'm30', 'm40']);
    expect(countOf(shown, 'm10')).toBe(2);
    expect(idsOf(shown)).toEqual(['m10']);
  });

  it('has no place under one that is not on the page', () => {
    const page = pageOf([own(10)]);
    expect(place(page, own(20, 'far'))).toBe(page);
  });

  it('keeps what is known of the branch: its next page, and how far it was read', () => {
    const page = pageOf([own(10)], { next: 'more' });
    expect(place(page, own(20)).branches['']).toEqual({ ids: ['m10', 'm20'], next: 'more', until: 10 });
  });
});

describe('what stands right below', () => {
  const page = () =>
    pageOf([
      messageOf('m10', {
        replyCount: 1,
        replies: {
          messages: [
            messageOf('m20', {
              parentId: 'm10',
              replyCount: 1,
              replies: { messages: [own(30, 'm20')], next: null },
            }),
          ],
          next: null,
        },
      }),
      own(40),
    ]);

  it.each<[string, string | null, number, string | null]>([
    ['is the one at that place', null, 1, 'm40'],
    ['is nothing at the end of the page', null, 2, null],
    ['is a reply', 'm10', 0, 'm20'],
    ['is, at the end of the replies, what follows the message', 'm10', 1, 'm40'],
    ['is that also further down', 'm20', 1, 'm40'],
    ['is nothing where nothing follows the message either', 'm40', 0, null],
    ['is nothing that is known under one that is not on the page', 'far', 0, null],
  ])('%s', (_what, parent, index, id) => {
    expect(below(page(), parent, index)).toBe(id);
  });
});

describe('what is known of a message', () => {
  const known = (text?: string) => keep(pageOf([]), messageOf('m10', { revision: 2, ...(text ? { text } : {}) }));

  it('is never replaced by an older version', () => {
    const before = known();
    expect(keep(before, messageOf('m10', { revision: 1, html: '<p>Old</p>' }))).toBe(before);
  });

  it('is replaced by one of the same age, or a younger one', () => {
    for (const revision of [2, 3])
      expect(keep(known(), messageOf('m10', { revision, html: '<p>Now</p>' })).messages['m10']!.html).toBe(
        '<p>Now</p>',
      );
  });

  it('has what its author wrote as long as it is that version', () => {
    expect(keep(known('*words*'), messageOf('m10', { revision: 2 })).messages['m10']!.text).toBe('*words*');
    expect(keep(known('*words*'), messageOf('m10', { revision: 3 })).messages['m10']).not.toHaveProperty('text');
    expect(keep(known('*words*'), messageOf('m10', { revision: 2, text: 'new' })).messages['m10']!.text).toBe('new');
    expect(known().messages['m10']).not.toHaveProperty('text');
  });

  it('holds no replies: they have branches of their own', () => {
    expect(keep(pageOf([]), withReplies()).messages['m10']).not.toHaveProperty('replies');
  });
});
