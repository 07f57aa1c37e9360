import { describe, expect, it } from '@jest/globals';
import { EMPTY } from '../../../src/web/console/queue/queue-state.js';
import { NO_SEARCH } from '../../../src/web/console/search/search.js';
import { after, answerOf, heard, itemOf, loads, queueOf, shown } from '../../support/console.js';

const opened = (view: 'held' | 'all' = 'held') => after({ type: 'opened', view })(EMPTY);
const rereading = { type: 'rereading' } as const;
const decided = (id: string) => ({ type: 'decided', id }) as const;
const selected = (id: string | null) => ({ type: 'selected', id }) as const;

describe('a list that is on its way', () => {
  it('shows nothing that the stream brings before the list itself, and then nothing as new that lies in it', () => {
    const heardOf = after(heard('entered', itemOf('b')))(opened());
    expect(heardOf).toMatchObject({ status: 'loading', rows: [], selectedId: null, total: 0 });
    expect(shown(loads(answerOf([itemOf('a'), itemOf('b')]))(heardOf))).toEqual(['a waiting', 'b waiting']);
  });

  it('that could not be read stays empty', () => {
    const { reading } = opened();
    const failed = after({ type: 'failed', reading }, heard('entered', itemOf('b')))(opened());
    expect(failed).toMatchObject({ status: 'failed', rows: [], total: 0 });
  });
});

describe('a list that is read again', () => {
  it('has of each message the newest of what was heard and what was read', () => {
    const asked = after(rereading, heard('changed', itemOf('a', { revision: 2 })))(queueOf('a', 'b'));
    const revisionIn = (revision: number) =>
      loads(answerOf([itemOf('a', { revision }), itemOf('b')]))(asked).rows[0]!.item.message.revision;
    expect([revisionIn(1), revisionIn(2), revisionIn(3)]).toEqual([2, 2, 3]);
  });

  it('keeps a report that came since it was asked for', () => {
    const asked = after(rereading, heard('changed', itemOf('a', { reports: 1 })))(queueOf('a'));
    expect(loads(answerOf([itemOf('a')]))(asked).rows[0]!.item.reportCounts.total).toBe(1);
  });

  it('does not show what belongs in another queue by now', () => {
    const asked = after(rereading, heard('changed', itemOf('b', { kind: 'reported' })))(queueOf('a', 'b'));
    expect(shown(loads(answerOf([itemOf('a'), itemOf('b')]))(asked))).toEqual(['a waiting']);
    const entered = after(rereading, heard('entered', itemOf('c', { kind: 'reported' })))(queueOf('a'));
    expect(shown(loads(answerOf([itemOf('a')]))(entered))).toEqual(['a waiting']);
  });

  it('keeps before the moderator what was loaded meanwhile and lies beyond where the new list comes to', () => {
    const asked = after(rereading, selected('c'))(queueOf('a', 'b', 'c', 'd'));
    const reread = loads(answerOf([itemOf('a'), itemOf('b')], 'b', 4))(asked);
    expect(shown(reread)).toEqual(['a waiting', 'b waiting', 'c waiting']);
    const page = answerOf([itemOf('c'), itemOf('d')], null, 4);
    const appended = { type: 'appended', reading: reread.reading, cursor: 'b', answer: page } as const;
    expect(after(appended)(reread)).toMatchObject({ selectedId: 'c', total: 4, next: null });
    expect(shown(after(appended)(reread))).toEqual(['a waiting', 'b waiting', 'c waiting', 'd waiting']);
  });

  it('shows in “All” nothing in place of what has left', () => {
    const all = loads(answerOf([itemOf('b'), itemOf('a')]))(opened('all'));
    const asked = after(rereading, heard('left', itemOf('a'), 'Olga'))(all);
    expect(shown(loads(answerOf([itemOf('b')]))(asked))).toEqual(['b waiting']);
  });

  it('does not bring back what the moderator has decided on, however it is told of meanwhile', () => {
    const asked = after(rereading, decided('a'), heard('changed', itemOf('a', { reports: 1 })))(queueOf('a', 'b'));
    expect(shown(loads(answerOf([itemOf('b')]))(asked))).toEqual(['b waiting']);
  });

  it('of a search takes in nothing but what was found', () => {
    const search = { ...NO_SEARCH, words: 'pills' };
    const found = loads(answerOf([itemOf('b')]))(after({ type: 'opened', view: 'held', search })(EMPTY));
    const asked = after(rereading, heard('entered', itemOf('c')))(found);
    expect(shown(loads(answerOf([itemOf('b')]))(asked))).toEqual(['b waiting']);
  });

  it('goes on saying who decided on the message in front', () => {
    const asked = after(selected('b'), heard('left', itemOf('b'), 'Olga'), rereading)(queueOf('a', 'b'));
    const queue = loads(answerOf([itemOf('a')]))(asked);
    expect(queue.rows[1]!.state).toEqual({ kind: 'decided', decision: 'approve', by: 'Olga', over: false });
  });

  it('lets go of the message in front, which nobody here saw decided, as soon as the moderator goes on', () => {
    const asked = after(selected('b'), rereading)(queueOf('a', 'b'));
    const queue = loads(answerOf([itemOf('a')]))(asked);
    expect(shown(after(selected('a'))(queue))).toEqual(['a waiting', 'b leaving']);
  });
});

describe('a list of which only the beginning is loaded', () => {
  const begun = () => loads(answerOf([itemOf('b'), itemOf('d')], 'next', 5))(opened());

  it('shows what comes before its end where it belongs, also before the first', () => {
    expect(shown(after(heard('entered', itemOf('c')))(begun()))).toEqual(['b waiting', 'c fresh', 'd waiting']);
    expect(shown(after(heard('entered', itemOf('a')))(begun()))).toEqual(['a fresh', 'b waiting', 'd waiting']);
  });
});
