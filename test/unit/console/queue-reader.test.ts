import { describe, expect, it } from '@jest/globals';
import { answerOf, changeOf, itemOf, shown } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => itemOf(`m${String(from + n).padStart(3, '0')}`));
/** The places and sizes of the pages that are asked for. */
const pages = (mia: Sitting) => mia.asked('queue').map(({ args: [, , cursor, rows] }) => [cursor, rows]);

describe('a list that is read again', () => {
  it('is asked for in pages as large as it needs', async () => {
    const mia = new Sitting();
    void mia.store.reader.open('held', null);
    expect(pages(mia)).toEqual([[null, 50]]);
    await mia.answers('queue', answerOf(ids(1, 50)));
    void mia.store.reader.refresh();
    expect(pages(mia)).toEqual([[null, 50]]);
    await mia.answers('queue', answerOf(ids(1, 51)));
    void mia.store.reader.refresh();
    expect(pages(mia)).toEqual([[null, 100]]);
    await mia.answers('queue', answerOf(ids(1, 40), 'more', 60));
    expect(pages(mia)).toEqual([['more', 100]]);
  });

  it('is asked for no further than it was loaded', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 50), 'next', 90));
    void mia.store.reader.refresh();
    await mia.answers('queue', answerOf(ids(1, 50), 'next', 90));
    expect(pages(mia)).toEqual([]);
  });

  it('has the rows of all the pages that it took, and ends where they end', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 50)));
    void mia.store.reader.refresh();
    await mia.answers('queue', answerOf(ids(2, 41), 'more', 60));
    await mia.answers('queue', answerOf(ids(42, 60), null, 60));
    expect(mia.queue).toMatchObject({ next: null, total: 59 });
    expect(mia.queue.rows.map(({ item }) => item.message.id)).toContain('m060');
  });

  it('is shorter by now: nothing more is asked for', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 3)));
    void mia.store.reader.refresh();
    await mia.answers('queue', answerOf(ids(1, 1)));
    expect(pages(mia)).toEqual([]);
    expect(shown(mia.queue)).toEqual(['m001 waiting']);
  });

  it('is not read to its end once another is open', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 50)));
    void mia.store.reader.refresh();
    void mia.store.reader.open('spam', null);
    await mia.answers('queue', answerOf(ids(1, 40), 'more', 60));
    expect(mia.asked('queue').map(({ args }) => args[0])).toEqual(['spam']);
  });

  it('is read again once it is there, where that was asked for while it was on its way', async () => {
    const mia = new Sitting();
    void mia.store.reader.open('held', null);
    void mia.store.reader.refresh();
    expect(pages(mia)).toHaveLength(1);
    await mia.answers('queue', answerOf(ids(1, 1)));
    expect(pages(mia)).toHaveLength(1);
    await mia.answers('queue', answerOf(ids(1, 2)));
    expect(mia.queue.rows).toHaveLength(2);
    expect(pages(mia)).toEqual([]);
  });
});

describe('a list that cannot be read', () => {
  it('says so where nothing was there, and else stays as it is without a word', async () => {
    const mia = new Sitting();
    void mia.store.reader.open('held', null);
    await mia.refuses('queue', 'offline', 'The forum cannot be reached.');
    expect(mia.store.now.note).toEqual({
      tone: 'bad',
      text: 'The queue could not be loaded. The forum cannot be reached.',
    });
    mia.store.say(null);
    await mia.opens('held', answerOf(ids(1, 2)));
    void mia.store.reader.refresh();
    await mia.refuses('queue', 'offline', 'The forum cannot be reached.');
    expect(mia.store.now).toMatchObject({ note: null, signedOut: false });
    expect(mia.queue.rows).toHaveLength(2);
  });

  it('is no matter once another is open', async () => {
    const mia = new Sitting();
    void mia.store.reader.open('held', null);
    void mia.store.reader.open('reported', null);
    await mia.refuses('queue', 'offline');
    expect(mia.store.now.note).toBeNull();
    expect(mia.queue.status).toBe('loading');
  });

  it('and has no further page any more asks for none', async () => {
    const mia = new Sitting();
    await mia.opens('held', answerOf(ids(1, 3), 'page 2', 10));
    await mia.refuses('queue', 'overloaded', 'Busy.');
    void mia.store.reader.refresh();
    await mia.answers('queue', answerOf(ids(1, 3)));
    mia.store.step(1);
    expect(pages(mia)).toEqual([]);
  });
});

describe('what is only told of, and was taken away elsewhere', () => {
  const away = (id: string) => ({ ...changeOf('left', itemOf(id), 'Olga'), decision: 'spam' as const });

  it('is read once for all of a second, and again for what comes later', async () => {
    const mia = new Sitting();
    await mia.opens('spam', answerOf([]));
    for (const id of ['a', 'b', 'c']) mia.hears(away(id));
    await mia.passes(1_000);
    await mia.answers('queue', answerOf([]));
    expect(pages(mia)).toEqual([]);
    mia.hears(away('d'));
    await mia.passes(999);
    expect(pages(mia)).toEqual([]);
    await mia.passes(1);
    expect(pages(mia)).toHaveLength(1);
  });
});
