import { describe, expect, it } from '@jest/globals';
import { EMPTY, type QueueAction } from '../../../src/web/console/queue/queue-state.js';
import { NO_SEARCH } from '../../../src/web/console/search/search.js';
import { after, answerOf, appends, changeOf, heard, itemOf, loads, queueOf, shown } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

const decided = (id: string) => ({ type: 'decided', id }) as const;
const selected = (id: string | null) => ({ type: 'selected', id }) as const;
const overtaken = (id: string) => ({ type: 'overtaken', id, decision: 'reject', by: 'Olga' }) as const;
/** a and b of ten, the others on further pages. */
const ofTen = () =>
  loads(answerOf([itemOf('a'), itemOf('b')], 'next', 10))(after({ type: 'opened', view: 'held' })(EMPTY));

describe('how many wait, where not all are loaded', () => {
  it('is one less with each decision, of one’s own or another’s', () => {
    expect(after(decided('a'))(ofTen()).total).toBe(9);
    expect(after(overtaken('a'))(ofTen())).toMatchObject({ total: 9, selectedId: 'a' });
    expect(shown(after(overtaken('a'))(ofTen()))).toEqual(['a decided', 'b waiting']);
    expect(after(overtaken('a'), overtaken('a'), decided('a'))(ofTen()).total).toBe(9);
    expect(after(overtaken('x'))(ofTen()).total).toBe(10);
  });

  it('is one more when a decision does not stand, and not when another’s does', () => {
    const back = { type: 'returned', item: itemOf('a'), state: { kind: 'waiting' }, select: false } as const;
    expect(after(decided('a'), back)(ofTen()).total).toBe(10);
    expect(after(back)(ofTen()).total).toBe(10);
    const first = { kind: 'decided', decision: 'reject', by: 'Olga', over: false } as const;
    expect(after(decided('a'), { ...back, state: first })(ofTen()).total).toBe(9);
  });

  it('is one more with what comes, and with what another brings back', () => {
    expect(after(heard('entered', itemOf('aa')))(ofTen()).total).toBe(11);
    expect(after(overtaken('a'), heard('entered', itemOf('a', { revision: 2 })))(ofTen()).total).toBe(10);
    expect(after(heard('changed', itemOf('a', { revision: 2 })))(ofTen()).total).toBe(10);
  });

  it('does not count what an answer still holds and the moderator has decided', () => {
    const read = after({ type: 'rereading' }, decided('a'))(ofTen());
    expect(loads(answerOf([itemOf('a'), itemOf('b')], 'next', 10))(read)).toMatchObject({ total: 9 });
  });

  it('is never less than what is seen and what is yet to come', () => {
    expect(loads(answerOf([itemOf('a')], 'next', 0))(after({ type: 'opened', view: 'held' })(EMPTY)).total).toBe(2);
  });
});

describe('a further page', () => {
  it('is taken only behind the one that it follows', () => {
    const { reading } = ofTen();
    const late = { type: 'appended', reading, cursor: 'earlier', answer: answerOf([itemOf('c')]) } as const;
    expect(shown(after(late)(ofTen()))).toEqual(['a waiting', 'b waiting']);
    expect(after({ ...late, cursor: 'next', reading: reading - 1 })(ofTen()).rows).toHaveLength(2);
  });

  it('brings in what was heard while it lay beyond what was loaded', () => {
    const queue = after(heard('entered', itemOf('bb')))(ofTen());
    expect(shown(queue)).toEqual(['a waiting', 'b waiting']);
    expect(shown(appends(answerOf([itemOf('c')], null, 4))(queue))).toEqual([
      ...['a waiting', 'b waiting', 'bb fresh', 'c waiting'],
    ]);
  });
});

describe('the moderator’s own decisions', () => {
  it('hide what is as old as what was decided on, in whatever way it is told again', () => {
    const gone = after(decided('a'), { type: 'slidOut', id: 'a' })(queueOf('a', 'b'));
    expect(shown(after(heard('changed', itemOf('a')))(gone))).toEqual(['b waiting']);
    expect(shown(after(heard('changed', itemOf('a', { revision: 2 })))(gone))).toEqual(['a fresh', 'b waiting']);
  });

  it('are each remembered, and forgotten one at a time', () => {
    const back = { type: 'returned', item: itemOf('a'), state: { kind: 'waiting' }, select: false } as const;
    const queue = after(decided('a'), decided('b'), back)(queueOf('a', 'b', 'c'));
    expect([...queue.mine.keys()]).toEqual(['b']);
    expect([...after(decided('c'))(queue).mine.keys()]).toEqual(['b', 'c']);
  });

  it('are told once the stream has said so, or has another version', () => {
    const told = (...actions: readonly QueueAction[]) =>
      after(decided('a'), ...actions)(queueOf('a', 'b')).mine.get('a')?.counted;
    expect(told()).toBe(false);
    expect(told(heard('left', itemOf('a')))).toBe(true);
    expect(told(heard('changed', itemOf('a')))).toBe(false);
    expect(told(heard('changed', itemOf('a', { revision: 2 })))).toBe(true);
  });
});

describe('a selection', () => {
  it('of what is in front already changes nothing, nor one of what is not there', () => {
    const queue = queueOf('a', 'b');
    expect(after(selected('a'))(queue)).toBe(queue);
    expect(after(selected('x'))(queue)).toBe(queue);
    expect(after(selected('b'))(queue).selectedId).toBe('b');
  });
});

describe('the console', () => {
  it('begins with nothing, on its way to the stream', () => {
    const { store } = new Sitting();
    expect(store.now).toMatchObject({ counts: null, note: null, decided: [], signedOut: false });
    expect(EMPTY).toMatchObject({ view: 'held', status: 'loading', rows: [], selectedId: null, next: null, total: 0 });
  });

  it('says what the stream complains of', () => {
    const mia = new Sitting();
    mia.live.frame({ event: 'error', data: { code: 'too_fast', message: 'Too many frames.' } } as never);
    expect(mia.store.now.note).toEqual({ tone: 'bad', text: 'Too many frames.' });
  });

  it('takes back the last decision about a message, and no other', () => {
    const { store } = new Sitting();
    for (const id of ['a', 'b', 'a', 'b']) store.counted(id, 'approve', `${id}${store.now.decided.length}`);
    store.takenBack('a');
    expect(store.now.decided.map(({ says }) => says)).toEqual(['a0', 'b1', 'b3']);
    store.takenBack('x');
    expect(store.now.decided).toHaveLength(3);
  });

  it('counts what is reported beyond what is loaded', async () => {
    const mia = new Sitting();
    await mia.opens('reported', answerOf([itemOf('a', { kind: 'reported' })], 'more', 30));
    mia.hears({ ...changeOf('left', itemOf('z'), 'Olga'), counts: { held: 40, reported: 29 } });
    expect(mia.queue.total).toBe(29);
  });

  it('keeps the total of a list that nobody counts, and of a search', async () => {
    const left = { ...changeOf('left', itemOf('z'), 'Olga'), counts: { held: 40, reported: 29 } };
    const all = new Sitting();
    await all.opens('all', answerOf([itemOf('a')], 'more', 500));
    all.hears(left);
    expect(all.queue.total).toBe(500);
    const found = new Sitting();
    found.store.search({ ...NO_SEARCH, words: 'pills' });
    await found.answers('queue', answerOf([itemOf('a')], 'more', 7));
    found.hears(left);
    expect(found.queue.total).toBe(7);
  });

  it.each([
    ['held', 'spam', 0],
    ['reported', 'reject', 0],
    ['spam', 'spam', 1],
    ['rejected', 'reject', 1],
    ['rejected', 'approve', 0],
  ] as const)('reads %s again after “%s” elsewhere so often: %s', async (view, decision, times) => {
    const mia = new Sitting();
    await mia.opens(view, answerOf([]));
    mia.hears({ ...changeOf('left', itemOf('z'), 'Olga'), decision });
    await mia.passes(1_000);
    expect(mia.asked('queue')).toHaveLength(times);
  });

  it('does not read a search again when something leaves', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf([]));
    mia.store.search({ ...NO_SEARCH, words: 'pills' });
    await mia.answers('queue', answerOf([]));
    mia.hears(changeOf('left', itemOf('z'), 'Olga'));
    await mia.passes(1_000);
    expect(mia.asked('queue')).toHaveLength(0);
  });
});
