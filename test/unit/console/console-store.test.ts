import { describe, expect, it } from '@jest/globals';
import { NO_SEARCH } from '../../../src/web/console/search/search.js';
import { ConsoleStore } from '../../../src/web/console/store/console-store.js';
import { answerOf, changeOf, itemOf, shown } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => itemOf(`m${String(from + n).padStart(3, '0')}`));

describe('a long queue', () => {
  it('brings the next page before the rows run short, and once', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 50), 'page 2', 110));
    expect(mia.asked('queue')).toHaveLength(0);
    for (let n = 0; n < 26; n += 1) {
      void mia.store.actions.decide('approve');
      if (n < 24) expect(mia.asked('queue')).toHaveLength(0);
    }
    expect(mia.asked('queue').map(({ args }) => args.slice(0, 3))).toEqual([['held', NO_SEARCH, 'page 2']]);
    await mia.answers('queue', answerOf(ids(51, 100), 'page 3', 110));
    expect(mia.queue.selectedId).toBe('m027');
    expect(mia.asked('queue')).toHaveLength(0);
  });

  it('is worked to its end without ever looking done', async () => {
    const mia = new Sitting();
    const pages = new Map<unknown, ReturnType<typeof answerOf>>([['2', answerOf(ids(51, 60), null, 60)]]);
    await mia.opens('held', answerOf(ids(1, 50), '2', 60));
    for (let left = 60; left > 0; left -= 1) {
      expect(mia.queue).toMatchObject({ total: left, selectedId: `m${String(61 - left).padStart(3, '0')}` });
      void mia.store.actions.decide('approve');
      const [asked] = mia.asked('queue');
      if (asked) await mia.answers('queue', pages.get(asked.args[2]));
    }
    expect(mia.queue).toMatchObject({ total: 0, selectedId: null });
  });

  it('asks again a while after a page could not be loaded, not at once', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 3), 'page 2', 10));
    await mia.refuses('queue', 'overloaded', 'Busy.');
    expect(mia.foot).toBe('More could not be loaded. Busy.');
    mia.store.step(1);
    expect(mia.asked('queue')).toHaveLength(0);
    await mia.passes(5000);
    expect(mia.asked('queue')).toHaveLength(1);
  });
});

describe('what is read', () => {
  it('is of the queue that is open, whatever answers come late', async () => {
    const mia = new Sitting();
    void mia.store.reader.open('held', null);
    void mia.store.reader.open('reported', null);
    const [held, reported] = mia.asked('queue');
    reported!.resolve(answerOf([itemOf('r', { kind: 'reported' })]));
    held!.resolve(answerOf([itemOf('h')]));
    await mia.passes(0);
    expect(shown(mia.queue)).toEqual(['r waiting']);
  });

  it('is read again after a break, as far as it was loaded, and where nothing is live', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 50)));
    mia.live.opened(false);
    mia.polls();
    expect(mia.asked('queue')).toHaveLength(0);
    mia.live.opened(true);
    await mia.answers('queue', answerOf(ids(1, 40), 'more', 50));
    expect(mia.asked('queue').map(({ args }) => args[2])).toEqual(['more']);
    await mia.answers('queue', answerOf(ids(41, 50)));
    expect(mia.queue.rows).toHaveLength(50);
    mia.live.state({ kind: 'waiting', until: 0 });
    mia.polls();
    expect(mia.asked('queue')).toHaveLength(1);
  });

  it('is read once more for all that comes while it is read', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 2)));
    for (let n = 0; n < 3; n += 1) void mia.store.reader.refresh();
    expect(mia.asked('queue')).toHaveLength(1);
    await mia.answers('queue', answerOf(ids(1, 2)));
    await mia.answers('queue', answerOf(ids(1, 3)));
    expect(mia.asked('queue')).toHaveLength(0);
    expect(mia.queue.rows).toHaveLength(3);
  });

  it('stays when it cannot be read again, and says so where nothing was there', async () => {
    const mia = new Sitting();
    void mia.store.reader.open('held', null);
    await mia.refuses('queue', 'offline', 'The forum cannot be reached.');
    expect(mia.queue.status).toBe('failed');
    await mia.opens('held', answerOf(ids(1, 2)));
    void mia.store.reader.refresh();
    await mia.refuses('queue', 'offline');
    expect(mia.queue).toMatchObject({ status: 'ready', total: 2 });
    void mia.store.reader.refresh();
    await mia.refuses('queue', 'sign_in_required');
    expect(mia.store.now.signedOut).toBe(true);
  });

  it.each(['spam', 'rejected', 'all'] as const)(
    'of %s is read again when somebody takes a message away',
    async (view) => {
      const mia = new Sitting();
      await mia.opens(view, answerOf([]));
      const away = { ...changeOf('left', itemOf('a'), 'Olga'), decision: 'spam' as const };
      mia.hears(away);
      mia.hears({ ...away, messageId: 'b' });
      mia.hears({ ...away, messageId: 'c', decision: 'approve' });
      await mia.passes(1000);
      expect(mia.asked('queue')).toHaveLength(1);
    },
  );
});

describe('a search', () => {
  const pills = { ...NO_SEARCH, words: 'pills' };

  it('asks the server, selects only what was found, and lets no key decide on anything else', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 4)));
    mia.store.search(pills);
    expect(mia.asked('queue')[0]!.args.slice(0, 2)).toEqual(['held', pills]);
    await mia.store.actions.decide('spam');
    expect(mia.asked('decide')).toHaveLength(0);
    await mia.answers('queue', answerOf([itemOf('m002'), itemOf('m004')]));
    void mia.store.actions.decide('spam');
    void mia.store.actions.decide('spam');
    void mia.store.actions.decide('spam');
    expect(mia.asked('decide').map(({ args }) => args[0])).toEqual(['m002', 'm004']);
  });

  it('is asked again when something comes that it might find, and once for the same words', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf([]));
    mia.store.search(pills);
    mia.store.search({ ...pills });
    expect(mia.asked('queue')).toHaveLength(1);
    await mia.answers('queue', answerOf([]));
    mia.hears(changeOf('entered', itemOf('m009')));
    await mia.passes(1000);
    expect(mia.asked('queue')[0]!.args[1]).toEqual(pills);
  });
});

describe('the counts', () => {
  it('are those of all one’s sites', () => {
    const mia = new Sitting(['a', 'b']);
    mia.follows('a', { held: 2, reported: 1 });
    mia.follows('b', { held: 3, reported: 0 });
    expect(mia.store.now.counts).toEqual({ held: 5, reported: 1 });
    mia.hears({ ...changeOf('left', itemOf('x'), 'Olga'), site: 'b', counts: { held: 2, reported: 0 } });
    expect(mia.store.now.counts).toEqual({ held: 4, reported: 1 });
  });

  it('say how many wait beyond what is loaded', async () => {
    const mia = new Sitting(['a', 'b']);
    mia.follows('a', { held: 40, reported: 0 });
    mia.follows('b', { held: 30, reported: 9 });
    await mia.opens('held', answerOf(ids(1, 50), 'more', 70));
    mia.hears({ ...changeOf('left', itemOf('z'), 'Olga'), site: 'b', counts: { held: 29, reported: 9 } });
    expect(mia.queue.total).toBe(69);
  });
});

describe('what others decide', () => {
  it('stays for a moment with the name on it, then goes where nobody reads it', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 3)));
    mia.hears(changeOf('left', itemOf('m002'), 'Olga'));
    expect(shown(mia.queue)[1]).toBe('m002 decided');
    await mia.passes(2500);
    await mia.passes(140);
    expect(shown(mia.queue)).toEqual(['m001 waiting', 'm003 waiting']);
  });

  it('goes from under the one who reads it only when they go on, also at the end', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 2)));
    mia.store.step(1);
    mia.hears(changeOf('left', itemOf('m001'), 'Olga'));
    mia.hears(changeOf('left', itemOf('m002'), 'Olga'));
    await mia.passes(2500);
    await mia.passes(140);
    expect(mia.queue.selectedId).toBe('m002');
    mia.store.step(1);
    expect(mia.queue.selectedId).toBeNull();
    await mia.passes(140);
    expect(mia.queue.rows).toEqual([]);
  });

  it('has the conversation and the author’s record read anew', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 1)));
    mia.store.contexts.get('m001');
    mia.store.members.get('m-m001');
    mia.hears(changeOf('changed', itemOf('m001', { revision: 2 })));
    mia.store.contexts.get('m001');
    mia.store.members.get('m-m001');
    expect(mia.asked('context')).toHaveLength(2);
    expect(mia.asked('member')).toHaveLength(2);
  });
});

describe('the console', () => {
  it('is on its way to the stream before it has heard of it', () => {
    const { me, ports } = new Sitting().store;
    expect(new ConsoleStore(me, ports).now.live).toEqual({ kind: 'connecting' });
  });

  it('draws every change, until it is left', async () => {
    const mia = new Sitting();
    let drawn = 0;
    const leave = mia.store.listen(() => (drawn += 1));
    mia.store.say({ tone: 'plain', text: 'Hello' });
    expect(drawn).toBe(1);
    leave();
    mia.store.say(null);
    expect(drawn).toBe(1);
  });

  it('says nothing of what the stream brings in order', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 2)));
    mia.hears(changeOf('changed', itemOf('m001', { revision: 2 })));
    mia.follows('default', { held: 2, reported: 0 });
    expect(mia.store.now.note).toBeNull();
  });

  it('counts queues, and no discussion that somebody follows', () => {
    const mia = new Sitting();
    const data = { thread: 't', position: 1, epoch: 'e', readers: 1 };
    mia.live.frame({ event: 'following', data } as never);
    expect(mia.store.now.counts).toBeNull();
  });

  it('does not take its own fault for a refusal of the server', () => {
    expect(() => new Sitting().store.complain(new TypeError('It is broken'))).toThrow('It is broken');
  });
});

it('whoever walks stops at either end', async () => {
  const mia = new Sitting();
  await mia.opens('held', answerOf(ids(1, 2)));
  mia.store.step(-1);
  expect(mia.queue.selectedId).toBe('m001');
  mia.store.step(1);
  mia.store.step(1);
  expect(mia.queue.selectedId).toBe('m002');
});

it('a console that is left asks for nothing any more', () => {
  const mia = new Sitting();
  mia.store.leave();
  mia.live.state({ kind: 'waiting', until: 0 });
  mia.polls();
  expect(mia.closed).toBe(true);
  expect(mia.asked('queue')).toHaveLength(0);
});

it('a session that has ended is told by the socket, too', () => {
  const mia = new Sitting();
  mia.live.state({ kind: 'refused' });
  expect(mia.store.now.signedOut).toBe(true);
  mia.live.state({ kind: 'connecting' });
  expect(mia.store.now.signedOut).toBe(true);
});

it('shows how many messages the discussions on the page have, as the socket says, and else as they were read', () => {
  const mia = new Sitting();
  const [one, two] = [
    { id: 'one', messageCount: 3 },
    { id: 'two', messageCount: 5 },
  ];
  mia.store.threadCounts.follow(['one', 'two']);
  expect(mia.counted).toEqual(['one', 'two']);
  const count = { thread: 'one', position: 9, epoch: 'e', messageCount: 4 };
  let draws = 0;
  mia.store.listen(() => (draws += 1));
  mia.live.frame({ event: 'following', data: { counts: [count] } });
  expect([one, two].map((of) => mia.store.threadCounts.of(of))).toEqual([4, 5]);
  mia.live.frame({ event: 'counts', data: { counts: [{ ...count, position: 10, messageCount: 6 }] } });
  expect([one, two].map((of) => mia.store.threadCounts.of(of))).toEqual([6, 5]);
  expect(draws).toBe(2);
  mia.store.threadCounts.follow([]);
  expect(mia.store.threadCounts.of(one)).toBe(3);
});
