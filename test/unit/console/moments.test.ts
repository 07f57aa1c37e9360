import { describe, expect, it } from '@jest/globals';
import { stepFrom } from '../../../src/web/console/queue/rows.js';
import { after, answerOf, changeOf, heard, itemOf, queueOf, shown } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

const selected = (id: string | null) => ({ type: 'selected', id }) as const;
const momentOver = (id: string) => ({ type: 'momentOver', id }) as const;

describe('a row with the name of another moderator on it', () => {
  it('stays for its moment also when the one who read it goes on at once', () => {
    const taken = after(heard('left', itemOf('a'), 'Olga'))(queueOf('a', 'b'));
    const gone = after(selected('b'))(taken);
    expect(shown(gone)).toEqual(['a decided', 'b waiting']);
    expect(shown(after(momentOver('a'))(gone))).toEqual(['a leaving', 'b waiting']);
  });

  it('has its moment from when it was decided, whatever was heard of it just before', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf([itemOf('a'), itemOf('b')]));
    mia.hears(changeOf('changed', itemOf('b', { revision: 2 })));
    await mia.passes(2_000);
    mia.hears(changeOf('left', itemOf('b'), 'Olga'));
    await mia.passes(2_400);
    expect(shown(mia.queue)).toEqual(['a waiting', 'b decided']);
    await mia.passes(100);
    expect(shown(mia.queue)).toEqual(['a waiting', 'b leaving']);
  });

  it('is of no moment any more where the message came back meanwhile, or is gone', () => {
    const back = after(heard('left', itemOf('b'), 'Olga'), heard('entered', itemOf('b', { revision: 2 })));
    const queue = back(queueOf('a', 'b'));
    expect(shown(after(momentOver('b'))(queue))).toEqual(['a waiting', 'b fresh']);
    expect(after(momentOver('x'))(queue)).toEqual(queue);
  });
});

it('whoever stands nowhere begins with the first, whichever way they go', () => {
  const { rows } = queueOf('a', 'b', 'c');
  expect([stepFrom(rows, null, 1), stepFrom(rows, null, -1)]).toEqual(['a', 'a']);
});

describe('where more is remembered than a moderator can decide on while one answer is on its way', () => {
  const ids = Array.from({ length: 1_001 }, (_, n) => `m${String(n).padStart(4, '0')}`);

  it('only the last thousand decisions are, also of those that are told of again', () => {
    const queue = after(...ids.slice(0, 1_000).map((id) => ({ type: 'decided', id }) as const))(queueOf(...ids));
    expect(queue.mine.size).toBe(1_000);
    const told = after(heard('left', itemOf('m0500')), heard('left', itemOf('m0000')))(queue);
    expect(told.mine.size).toBe(1_000);
    const further = after({ type: 'decided', id: 'm1000' })(told);
    expect(further.mine.size).toBe(1_000);
    expect(['m0000', 'm0001', 'm0500'].map((id) => further.mine.has(id))).toEqual([true, false, true]);
  });
});
