import { describe, expect, it } from '@jest/globals';
import { EMPTY } from '../../../src/web/console/queue/queue-state.js';
import { openBelow, stepFrom } from '../../../src/web/console/queue/rows.js';
import { NO_SEARCH } from '../../../src/web/console/search/search.js';
import { after, answerOf, appends, heard, itemOf, loads, queueOf, shown } from '../../support/console.js';

const decided = (id: string) => ({ type: 'decided', id }) as const;
const selected = (id: string | null) => ({ type: 'selected', id }) as const;

describe('a decision', () => {
  it('has the next message ready, and the one above when it was the last', () => {
    const queue = after(decided('a'))(queueOf('a', 'b', 'c'));
    expect(queue).toMatchObject({ selectedId: 'b', total: 2 });
    const last = after(selected('c'), decided('c'))(queue);
    expect(last.selectedId).toBe('b');
    expect(after(decided('b'))(last)).toMatchObject({ selectedId: null, total: 0 });
  });

  it('goes on to a message that nobody has decided on', () => {
    const queue = after(heard('left', itemOf('b'), 'Mia'), decided('a'))(queueOf('a', 'b', 'c'));
    expect(queue.selectedId).toBe('c');
  });

  it('on the last message leads to the one right above it', () => {
    expect(after(selected('c'), decided('c'))(queueOf('a', 'b', 'c')).selectedId).toBe('b');
  });

  it('slides its own row out, and no other that is on its way', () => {
    const queue = after(decided('a'), decided('b'), { type: 'slidOut', id: 'a' })(queueOf('a', 'b', 'c'));
    expect(shown(queue)).toEqual(['b leaving', 'c waiting']);
  });

  it('counts once, however often it is heard of', () => {
    const queue = after(decided('a'), decided('a'), heard('left', itemOf('a'), 'Mia'))(queueOf('a', 'b'));
    expect(queue.total).toBe(1);
  });

  it('on a message that is not in front moves nobody', () => {
    expect(after(decided('b'))(queueOf('a', 'b', 'c')).selectedId).toBe('a');
  });

  it('is not undone by a list that was asked for before it', () => {
    const reread = after({ type: 'rereading' }, decided('a'))(queueOf('a', 'b'));
    const late = loads(answerOf([itemOf('a'), itemOf('b')]))(reread);
    expect(shown(late)).toEqual(['b waiting']);
    expect(late.total).toBe(1);
  });

  it('does not hide what comes back later: another revision is another message', () => {
    const queue = after(
      decided('a'),
      { type: 'slidOut', id: 'a' },
      heard('entered', itemOf('a', { revision: 3 })),
    )(queueOf('a', 'b'));
    expect(shown(queue)).toEqual(['a fresh', 'b waiting']);
    expect(queue).toMatchObject({ selectedId: 'b', total: 2 });
  });

  it('that did not hold puts the message back at its place and moves nobody', () => {
    const back = { type: 'returned', item: itemOf('b'), state: { kind: 'waiting' }, select: false } as const;
    const queue = after(selected('b'), decided('b'), back)(queueOf('a', 'b', 'c'));
    expect(shown(queue)).toEqual(['a waiting', 'b waiting', 'c waiting']);
    expect(queue).toMatchObject({ selectedId: 'c', total: 3 });
  });

  it('that is taken back has the message in front again', () => {
    const back = {
      type: 'returned',
      item: itemOf('a', { revision: 3 }),
      state: { kind: 'waiting' },
      select: true,
    } as const;
    const queue = after(decided('a'), { type: 'slidOut', id: 'a' }, back)(queueOf('a', 'b'));
    expect(queue).toMatchObject({ selectedId: 'a', total: 2 });
  });

  it('taken back in another queue changes nothing there', () => {
    const reported = itemOf('a', { kind: 'reported' });
    const back = { type: 'returned', item: reported, state: { kind: 'waiting' }, select: true } as const;
    expect(shown(after(back)(queueOf('b')))).toEqual(['b waiting']);
  });
});

describe('what another moderator decides', () => {
  it('stays in front of the one who reads it, and goes when they go on', () => {
    const taken = after(heard('left', itemOf('a'), 'Mia'), { type: 'momentOver', id: 'a' })(queueOf('a', 'b'));
    expect(taken.selectedId).toBe('a');
    expect(taken.rows[0]!.state).toEqual({ kind: 'decided', decision: 'approve', by: 'Mia', over: true });
    expect(shown(after(selected('b'), { type: 'slidOut', id: 'a' })(taken))).toEqual(['b waiting']);
  });

  it('goes by itself where nobody reads it', () => {
    const taken = after(heard('left', itemOf('b'), 'Mia'), { type: 'momentOver', id: 'b' })(queueOf('a', 'b'));
    expect(shown(taken)).toEqual(['a waiting', 'b leaving']);
    expect(taken).toMatchObject({ selectedId: 'a', total: 1 });
  });

  it('is nothing that a selection can come to rest on', () => {
    const queue = after(heard('left', itemOf('b'), 'Mia'), selected('b'))(queueOf('a', 'b', 'c'));
    expect(queue.selectedId).toBe('a');
    expect(stepFrom(queue.rows, 'a', 1)).toBe('c');
    expect(stepFrom(queue.rows, 'c', -1)).toBe('a');
  });

  it('is not selected when it comes back with the name of who was first', () => {
    const state = { kind: 'decided', decision: 'reject', by: 'Mia', over: false } as const;
    const queue = after(decided('a'), { type: 'returned', item: itemOf('a'), state, select: false })(queueOf('a'));
    expect(queue).toMatchObject({ selectedId: null, total: 0 });
  });
});

describe('the stream', () => {
  it('puts a message where it belongs, once', () => {
    const queue = after(heard('entered', itemOf('b')), heard('entered', itemOf('b')))(queueOf('a', 'c'));
    expect(shown(queue)).toEqual(['a waiting', 'b fresh', 'c waiting']);
    expect(queue.total).toBe(3);
  });

  it.each(['held', 'reported'] as const)('lists what waits in %s the oldest first', (view) => {
    const of = (id: string) => itemOf(id, { kind: view });
    const open = loads(answerOf([of('b'), of('d')]))(after({ type: 'opened', view })(EMPTY));
    const queue = after(heard('entered', of('c')), heard('entered', of('e')), heard('entered', of('a')))(open);
    expect(shown(queue).join()).toBe('a fresh,b waiting,c fresh,d waiting,e fresh');
  });

  it.each(['spam', 'rejected', 'all'] as const)('lists what was taken away in %s the latest first', (view) => {
    const of = (id: string) => itemOf(id, { kind: view === 'all' ? 'rejected' : view });
    const open = loads(answerOf([of('d'), of('b')]))(after({ type: 'opened', view })(EMPTY));
    const queue = after(heard('entered', of('c')), heard('entered', of('a')))(open);
    expect(shown(queue).join()).toBe('d waiting,c fresh,b waiting,a fresh');
  });

  it('brings nothing into a queue that is of another kind', () => {
    expect(shown(after(heard('entered', itemOf('b', { kind: 'reported' })))(queueOf('a')))).toEqual(['a waiting']);
  });

  it('does not show what comes beyond the end of what is loaded, but counts it', () => {
    const open = loads(answerOf([itemOf('a'), itemOf('b')], 'next', 5))(after({ type: 'opened', view: 'held' })(EMPTY));
    expect(after(heard('entered', itemOf('z')))(open)).toMatchObject({ total: 6, rows: { length: 2 } });
  });

  it('counts what other sites and unseen pages hold, without what is decided here and not yet told', () => {
    const open = loads(answerOf([itemOf('a'), itemOf('b')], 'next', 5))(after({ type: 'opened', view: 'held' })(EMPTY));
    const unseen = { ...heard('left', itemOf('y'), 'Mia'), waiting: 4 } as const;
    expect(after(unseen)(open).total).toBe(4);
    expect(after(decided('a'), unseen)(open).total).toBe(3);
    expect(after(decided('a'), { ...heard('left', itemOf('a')), waiting: 4 })(open).total).toBe(4);
  });

  it('marks a message that its author has edited, and one that somebody else reports', () => {
    expect(shown(after(heard('changed', itemOf('a', { revision: 2 })))(queueOf('a')))).toEqual(['a edited']);
    expect(shown(after(heard('changed', itemOf('a', { reports: 1 })))(queueOf('a')))).toEqual(['a edited']);
    expect(shown(after(heard('changed', itemOf('a')))(queueOf('a')))).toEqual(['a waiting']);
  });

  it('never puts an older text over a newer one', () => {
    const queue = after(
      heard('changed', itemOf('a', { revision: 3 })),
      heard('changed', itemOf('a', { revision: 2 })),
    )(queueOf('a'));
    expect(queue.rows[0]!.item.message.revision).toBe(3);
  });

  it('selects the first that comes where nothing was there', () => {
    expect(after(heard('entered', itemOf('b')), heard('entered', itemOf('a')))(queueOf()).selectedId).toBe('b');
  });
});

describe('an answer', () => {
  it('to an earlier question is shown nowhere', () => {
    const held = after({ type: 'opened', view: 'held' })(EMPTY);
    const reported = after({ type: 'opened', view: 'reported' })(held);
    const late = { type: 'loaded', reading: held.reading, answer: answerOf([itemOf('a')]), wanted: null } as const;
    expect(after(late)(reported)).toMatchObject({ status: 'loading', rows: [] });
    const again = after({ type: 'opened', view: 'held' })(reported);
    expect(after(late)(again).rows).toEqual([]);
    expect(after({ type: 'failed', reading: held.reading })(again).status).toBe('loading');
  });

  it('of a further page is taken once, and without what is there already', () => {
    const open = loads(answerOf([itemOf('a'), itemOf('b')], 'next', 4))(after({ type: 'opened', view: 'held' })(EMPTY));
    const page = answerOf([itemOf('b'), itemOf('c')], null, 4);
    const queue = appends(page)(open);
    expect(shown(queue)).toEqual(['a waiting', 'b waiting', 'c waiting']);
    const twice = { type: 'appended', reading: queue.reading, cursor: 'next', answer: page } as const;
    expect(after(twice)(queue)).toEqual(queue);
  });

  it('of a further page brings what has come beyond it, and was heard of while nothing was loaded there', () => {
    const open = loads(answerOf([itemOf('a'), itemOf('b')], 'next', 3))(after({ type: 'opened', view: 'held' })(EMPTY));
    const heardOf = after(heard('entered', itemOf('z')))(open);
    expect(shown(heardOf)).toEqual(['a waiting', 'b waiting']);
    const between = appends(answerOf([itemOf('c')], 'more', 4))(heardOf);
    expect(shown(between)).toEqual(['a waiting', 'b waiting', 'c waiting']);
    const whole = appends(answerOf([itemOf('d')], null, 4))(between);
    expect(shown(whole)).toEqual(['a waiting', 'b waiting', 'c waiting', 'd waiting', 'z fresh']);
    expect(whole.total).toBe(5);
  });

  it('of a further page is late where the list is another by then, or has been read further', () => {
    const open = loads(answerOf([itemOf('a')], 'next', 4))(after({ type: 'opened', view: 'held' })(EMPTY));
    const page = answerOf([itemOf('x')], 'more', 4);
    const again = loads(answerOf([itemOf('a')], 'next', 4))(after({ type: 'rereading' })(open));
    const late = { type: 'appended', reading: open.reading, cursor: 'next', answer: page } as const;
    expect(after(late)(again)).toEqual(again);
    const whole = appends(answerOf([itemOf('c')]))(appends(answerOf([itemOf('b')], 'more', 4))(open));
    expect(after(late)(whole)).toEqual(whole);
  });

  it('counts without what was decided since it was asked for, and with what has come back', () => {
    const open = after({ type: 'opened', view: 'held' })(EMPTY);
    const list = answerOf([itemOf('a'), itemOf('b'), itemOf('c')], 'next', 10);
    const decidedOn = loads(list)(after({ type: 'rereading' }, decided('a'))(loads(list)(open)));
    expect(decidedOn.total).toBe(9);
    const back = after(heard('left', itemOf('b'), 'Mia'), heard('entered', itemOf('b', { revision: 3 })))(decidedOn);
    expect(shown(back)).toEqual(['b fresh', 'c waiting']);
    expect(back.total).toBe(9);
  });

  it('does not bring back what has left since it was asked for', () => {
    const asked = after({ type: 'rereading' }, heard('left', itemOf('b'), 'Mia'))(queueOf('a', 'b'));
    expect(shown(loads(answerOf([itemOf('a'), itemOf('b')]))(asked))).toEqual(['a waiting']);
  });

  it('keeps what has come since it was asked for', () => {
    const asked = after({ type: 'rereading' }, heard('entered', itemOf('c')))(queueOf('a'));
    expect(shown(loads(answerOf([itemOf('a')]))(asked))).toEqual(['a waiting', 'c fresh']);
  });

  it('keeps the place when the message in front is gone from it, until the moderator goes on', () => {
    const read = after(selected('b'), { type: 'rereading' })(queueOf('a', 'b', 'c'));
    const queue = loads(answerOf([itemOf('a'), itemOf('c')]))(read);
    expect(queue.selectedId).toBe('b');
    expect(shown(queue)).toEqual(['a waiting', 'b decided', 'c waiting']);
    expect(queue.total).toBe(2);
  });

  it('begins with the message that the address names, else with the first', () => {
    const open = after({ type: 'opened', view: 'held' })(EMPTY);
    expect(loads(answerOf([itemOf('a'), itemOf('b')]), 'b')(open).selectedId).toBe('b');
    expect(loads(answerOf([itemOf('a'), itemOf('b')]), 'gone')(open).selectedId).toBe('a');
  });
});

describe('while something waits', () => {
  it('nothing is empty: the next page brings what is read next', () => {
    const open = loads(answerOf([itemOf('a')], 'next', 2))(after({ type: 'opened', view: 'held' })(EMPTY));
    const dry = after(decided('a'), { type: 'slidOut', id: 'a' })(open);
    expect(dry).toMatchObject({ rows: [], selectedId: null, total: 1 });
    expect(appends(answerOf([itemOf('b')], null, 1))(dry)).toMatchObject({ selectedId: 'b', total: 1 });
  });

  it('counts what waits below the one that is read', () => {
    const queue = after(selected('b'), heard('left', itemOf('d'), 'Mia'))(queueOf('a', 'b', 'c', 'd', 'e'));
    expect(openBelow(queue)).toBe(2);
  });
});

describe('a search', () => {
  it('shows and selects nothing until the server has answered, and nothing where it found nothing', () => {
    const pills = { ...NO_SEARCH, words: 'pills' };
    const searching = after({ type: 'opened', view: 'held', search: pills })(queueOf('a', 'b'));
    expect(searching).toMatchObject({ rows: [], selectedId: null, status: 'loading' });
    expect(loads(answerOf([]))(searching)).toMatchObject({ selectedId: null, total: 0, status: 'ready' });
    expect(loads(answerOf([itemOf('b')]), 'a')(searching).selectedId).toBe('b');
  });

  it('takes in nothing that the stream brings: whether it would be found only the server knows', () => {
    const pills = { ...NO_SEARCH, words: 'pills' };
    const found = loads(answerOf([itemOf('b')]))(after({ type: 'opened', view: 'held', search: pills })(EMPTY));
    expect(shown(after(heard('entered', itemOf('c')))(found))).toEqual(['b waiting']);
    expect(shown(after(heard('left', itemOf('b'), 'Mia'))(found))).toEqual(['b decided']);
  });
});
