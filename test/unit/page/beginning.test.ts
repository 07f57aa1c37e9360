import { describe, expect, it } from '@jest/globals';
import {
  begin,
  branchOf,
  draftsAdrift,
  grow,
  isAdrift,
  isOnPage,
  ofContext,
  ofPage,
  repliesBelow,
  type Initial,
} from '../../../src/web/forum/state/state.js';
import { Store } from '../../../src/web/forum/state/store.js';
import { countOf, messageOf, pageOf, threadAt } from '../../support/page-state.js';

const initial: Initial = { thread: threadAt(), sort: 'best', embedded: true, origin: 'http://localhost' };

describe('the page at its beginning', () => {
  it('has nothing of a reader, and nothing of the stream', () => {
    expect(begin(initial)).toEqual({
      ...{
        thread: threadAt(),
        sort: 'best',
        embedded: true,
        origin: 'http://localhost',
        form: null,
        article: undefined,
      },
      ...{ messages: {}, branches: { '': { ids: [], next: null } }, focus: null, earlier: null },
      ...{ recent: [], readings: 0, waiting: [], came: 0, glowing: [], folded: {}, composing: null },
      ...{ token: null, me: null, sanction: null, votes: {}, held: [], outbox: [], drafts: {}, ignored: [] },
      ...{ connection: 'connecting', readers: null, typing: [], now: null },
    });
  });

  it('has the messages of its page, each branch as far as it came', () => {
    const replies = { messages: [messageOf('m2', { parentId: 'm1', replyCount: 3 })], next: 'more' };
    const { messages, branches } = ofPage({
      thread: threadAt(),
      messages: [messageOf('m1', { replyCount: 5, replies }), messageOf('m4')],
      next: 'cursor',
    });
    expect(Object.keys(messages)).toEqual(['m1', 'm2', 'm4']);
    expect(messages['m1']).not.toHaveProperty('replies');
    expect(branches).toEqual({
      '': { ids: ['m1', 'm4'], next: 'cursor', until: 4 },
      m1: { ids: ['m2'], next: 'more', until: 2 },
      m2: { ids: [], next: '' },
    });
  });

  it('has the form that was sent without script where it was, with what came of it', () => {
    expect(begin({ ...initial, form: { error: 'Too long' } })).toMatchObject({
      composing: '',
      form: { error: 'Too long' },
    });
    expect(begin({ ...initial, form: { parentId: 'm1', text: 'Yes' } }).composing).toBe('m1');
  });

  it('has what its tag says of the article', () => {
    const article = { site: 'default', url: 'http://localhost/a' };
    expect(begin({ ...initial, article }).article).toBe(article);
  });

  it('is a conversation alone where a link led to a message', () => {
    const context = {
      thread: threadAt(),
      ancestors: [],
      message: messageOf('m7'),
      earlier: 'm3',
      place: { rootId: 'm1', older: null, newer: null },
    };
    expect(begin({ ...initial, context })).toMatchObject({
      focus: 'm7',
      earlier: 'm3',
      branches: { '': { ids: ['m7'] } },
    });
  });
});

describe('a conversation alone', () => {
  const shown = (messageMore = {}, ancestorReplies = 1) =>
    ofContext({
      thread: threadAt(),
      ancestors: [messageOf('m1', { replyCount: ancestorReplies })],
      message: messageOf('m2', { parentId: 'm1', ...messageMore }),
      earlier: null,
      place: { rootId: 'm1', older: null, newer: null },
    });

  it('hangs each message on the one before', () => {
    expect(shown().branches).toEqual({
      '': { ids: ['m1'], next: null, until: 1 },
      m1: { ids: ['m2'], next: null, until: 2 },
    });
  });

  it('knows where there are more replies than the one that it shows', () => {
    expect(shown({}, 2).branches['m1']).toMatchObject({ ids: ['m2'], next: '' });
  });

  it('can read the replies of the message, or has them', () => {
    expect(shown({ replyCount: 1 }).branches['m2']).toEqual({ ids: [], next: '' });
    const replies = { messages: [messageOf('m3', { parentId: 'm2' })], next: null };
    expect(shown({ replyCount: 1, replies }).branches['m2']).toEqual({ ids: ['m3'], next: null, until: 3 });
    expect(shown({ replyCount: 0 }).branches['m2']).toBeUndefined();
  });
});

describe('a branch that grows', () => {
  it('has what was read at its end, each once, and its next page', () => {
    const before = pageOf([messageOf('m1'), messageOf('m2')], { next: 'a' });
    const { branches, messages } = grow(before, '', [messageOf('m2'), messageOf('m3')], 'b');
    expect(branches['']).toEqual({ ids: ['m1', 'm2', 'm3'], next: 'b', until: 3 });
    expect(Object.keys(messages)).toEqual(['m1', 'm2', 'm3']);
  });

  it('leaves the replies that are there already, and remembers no end where nothing came', () => {
    const replies = { messages: [messageOf('m2', { parentId: 'm1' })], next: null };
    const before = pageOf([messageOf('m1', { replyCount: 1, replies })], { next: 'a' });
    const { branches } = grow(before, '', [messageOf('m1', { replyCount: 1 })], null);
    expect(branches['m1']!.ids).toEqual(['m2']);
    expect(grow(before, '', [], null).branches['']).toEqual({ ids: ['m1'], next: null, until: undefined });
  });

  it('changes nothing of what was there before', () => {
    const before = pageOf([messageOf('m1')]);
    grow(before, '', [messageOf('m2')], null);
    expect([Object.keys(before.messages), branchOf(before, null).ids]).toEqual([['m1'], ['m1']]);
  });
});

describe('the replies below a message', () => {
  const page = (next: string | null, replyCount: number) => {
    const deeper = { messages: [messageOf('m3', { parentId: 'm2' })], next: null };
    const replies = { messages: [messageOf('m2', { parentId: 'm1', replyCount: 1, replies: deeper })], next };
    return pageOf([messageOf('m1', { replyCount, replies })]);
  };

  it('are counted at every depth', () => {
    expect(repliesBelow(page(null, 1), 'm1')).toBe(2);
    expect(repliesBelow(page(null, 1), 'm3')).toBe(0);
  });

  it('are as many as the server says where not all are here, else as many as are here', () => {
    expect(repliesBelow(page('more', 7), 'm1')).toBe(8);
    expect(repliesBelow(page('more', 0), 'm1')).toBe(2);
    expect(repliesBelow(page(null, 7), 'm1')).toBe(2);
    expect(repliesBelow({ ...page(null, 7), messages: {}, branches: { x: { ids: [], next: '' } } }, 'x')).toBe(0);
  });
});

describe('what is written', () => {
  const page = () => pageOf([messageOf('m1'), messageOf('m2')]);
  const adrift = (drafts: Record<string, string>, more = {}) => draftsAdrift({ ...page(), drafts, ...more });
  const closed = { thread: threadAt(100, { state: 'closed' }) };

  it('has its composer where its message stands on the page', () => {
    expect(isOnPage(page(), 'm1')).toBe(true);
    expect(adrift({ '': 'a', m1: 'b', 'edit:m2': 'c' })).toEqual([]);
  });

  it('is adrift where its message is not, or waits behind “N new”', () => {
    expect(adrift({ m9: 'a', 'edit:m9': 'b', m1: 'c' })).toEqual(['m9', 'edit:m9']);
    const waiting = { ...page(), branches: { '': { ids: ['m2'], next: null } } };
    expect(isOnPage(waiting, 'm1')).toBe(false);
    expect([null, 'm2', 'm1', 'm9'].map((parentId) => isAdrift(waiting, { parentId }))).toEqual([
      ...[false, false, true, true],
    ]);
  });

  it('is adrift where the discussion is closed, but for an edit, and for the composer that stands open', () => {
    expect(adrift({ '': 'a', m1: 'b', 'edit:m2': 'c' }, closed)).toEqual(['', 'm1']);
    expect(adrift({ m1: 'b' }, { ...closed, composing: 'm1' })).toEqual([]);
    expect(adrift({ m1: 'b' }, { ...closed, composing: 'm2' })).toEqual(['m1']);
  });
});

describe('the page’s store', () => {
  it('tells who watches of every change, until they have enough', () => {
    const store = new Store(pageOf([messageOf('m1')]));
    const told: number[] = [];
    const stop = store.watch(() => told.push(store.state.came));
    store.set({ came: 1 });
    store.set((state) => state);
    store.set((state) => ({ ...state, came: state.came + 1 }));
    stop();
    store.set({ came: 9 });
    expect(told).toEqual([1, 2]);
    expect(store.state.came).toBe(9);
    expect(countOf(store.state, 'm1')).toBe(0);
  });

  it('notes for each question what is heard until it is answered, also where that fails', async () => {
    const store = new Store(pageOf([]));
    const note = (id: string) => store.note(({ own }) => own.add(id));
    note('before');
    const first = store.during(async (heard) => {
      await Promise.resolve();
      note('during');
      return [...heard.own];
    });
    expect(await first).toEqual(['during']);
    let kept: ReadonlySet<string> = new Set();
    await expect(
      store.during(async (heard) => {
        kept = heard.own;
        throw new Error('The forum cannot be reached.');
      }),
    ).rejects.toThrow('reached');
    note('after');
    expect([...kept]).toEqual([]);
  });
});
