import { describe, expect, it } from '@jest/globals';
import { TERMS } from '../../../src/web/console/dialogs/sanction-terms.js';
import { answerOf, changeOf, itemOf, shown } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

async function reads(kind: 'held' | 'reported' | 'spam' | 'rejected', ...names: readonly string[]): Promise<Sitting> {
  const mia = new Sitting();
  await mia.opens(kind, answerOf(names.map((name) => itemOf(name, { kind }))));
  return mia;
}

const decided = (id: string, revision: number) => ({ message: itemOf(id, { revision }).message });
const sent = (mia: Sitting) =>
  mia.asked('decide').map(({ args: [id, body] }) => [id, (body as { decision: string }).decision]);

describe('a decision', () => {
  it('shows at once, says so, and is counted when the server has it', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('reject', 'Off topic');
    expect(mia.asked('decide')[0]!.args).toEqual(['a', { decision: 'reject', revision: 1, reason: 'Off topic' }]);
    expect(mia.queue.selectedId).toBe('b');
    expect(mia.foot).toBe('Rejected');
    expect(mia.store.now.decided).toEqual([]);
    await mia.answers('decide', decided('a', 2));
    expect(mia.store.now.decided).toMatchObject([{ id: 'a', says: 'Rejected' }]);
    await mia.passes(140);
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });

  it('without a reason says none', async () => {
    const mia = await reads('held', 'a');
    void mia.store.actions.decide('approve');
    expect(mia.asked('decide')[0]!.args).toEqual(['a', { decision: 'approve', revision: 1 }]);
  });

  it('is taken once, however often the key comes before the next drawing', async () => {
    const mia = await reads('held', 'a', 'b');
    const { item } = mia.queue.rows[0]!;
    void mia.store.actions.decide('spam', '', item);
    void mia.store.actions.decide('spam', '', item);
    expect(sent(mia)).toEqual([['a', 'spam']]);
  });

  it('is not taken on what somebody else has decided', async () => {
    const mia = await reads('held', 'a', 'b');
    mia.hears(changeOf('left', itemOf('a'), 'Olga'));
    await mia.store.actions.decide('spam');
    expect(sent(mia)).toEqual([]);
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Already decided. J goes on to the next.' });
  });

  it('is about the message that a dialog was opened for, whatever is in front by then', async () => {
    const mia = await reads('held', 'a', 'b');
    const { item } = mia.queue.rows[0]!;
    mia.store.step(1);
    const asking = { what: 'sanction', author: item.author, site: 'default', item } as const;
    void mia.store.actions.sanction(asking, { term: TERMS[1], reason: 'Insults', reject: true });
    expect(sent(mia)).toEqual([['a', 'reject']]);
    expect(mia.queue.selectedId).toBe('b');
    expect(mia.asked('sanction')[0]!.args).toMatchObject([
      'm-a',
      { kind: 'suspend', reason: 'Insults', site: 'default' },
    ]);
  });
});

describe('a decision that the server refuses', () => {
  it('because another was first moves nobody and names who it was', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('approve');
    mia.hears({ ...changeOf('left', itemOf('a'), 'Olga'), decision: 'reject' });
    await mia.refuses('decide', 'already_decided');
    expect(mia.foot).toBe('Olga was first: Author a’s message is rejected already. Yours was not counted.');
    expect(mia.queue).toMatchObject({ selectedId: 'b', total: 1 });
    expect(mia.queue.rows[0]!.state).toMatchObject({ kind: 'decided', decision: 'reject', by: 'Olga' });
    await mia.passes(2500);
    await mia.passes(140);
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });

  it('asks the log who was first where the socket was silent', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('approve');
    await mia.refuses('decide', 'already_decided');
    const entry = { subject: { kind: 'message', id: 'a' }, action: 'message.spam', actor: { name: 'Olga' } };
    const other = { subject: { kind: 'message', id: 'b' }, action: 'message.reject', actor: { name: 'Ben' } };
    await mia.answers('log', { entries: [other, entry], next: null });
    expect(mia.foot).toBe('Olga was first: Author a’s message is marked as spam already. Yours was not counted.');
  });

  it('because its author has edited it brings the new words to its place', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('approve');
    await mia.refuses('decide', 'conflict');
    await mia.answers('context', { message: { ...itemOf('a', { revision: 2 }).message, html: '<p>Pills</p>' } });
    expect(shown(mia.queue)).toEqual(['a edited', 'b waiting']);
    expect(mia.queue.rows[0]!.item.message.html).toBe('<p>Pills</p>');
    expect(mia.queue.selectedId).toBe('b');
    mia.store.now.note!.action!.run();
    expect(mia.queue.selectedId).toBe('a');
  });

  it('for any other reason stands where it stood', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('approve');
    await mia.refuses('decide', 'too_fast', 'Wait a moment.');
    expect(shown(mia.queue)).toEqual(['a waiting', 'b waiting']);
    expect(mia.queue.selectedId).toBe('b');
    expect(mia.store.now).toMatchObject({
      note: { tone: 'bad', text: 'Author a’s message is not decided. Wait a moment.' },
      signedOut: false,
    });
    expect(mia.store.now.decided).toEqual([]);
    await mia.store.actions.undo();
    expect(mia.foot).toBe('Nothing to undo.');
  });

  it('because it is gone does not come back', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('approve');
    await mia.refuses('decide', 'message_not_found');
    expect(mia.store.now.note).toEqual({ tone: 'warn', text: 'Author a has deleted that message.' });
    await mia.passes(140);
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });
});

describe('undo', () => {
  it.each([
    ['held', 'approve', 'hold'],
    ['held', 'spam', 'hold'],
    ['rejected', 'restore', 'reject'],
    ['spam', 'restore', 'spam'],
  ] as const)(
    'of what was %s and is decided “%s” decides “%s”, with the message in front',
    async (kind, one, other) => {
      const mia = await reads(kind, 'a', 'b');
      void mia.store.actions.decide(one);
      await mia.answers('decide', decided('a', 2));
      void mia.store.actions.undo();
      await mia.passes(0);
      expect(mia.asked('decide')[0]!.args).toEqual(['a', { decision: other, revision: 2 }]);
      await mia.answers('decide', decided('a', 3));
      expect(mia.queue.selectedId).toBe('a');
      expect(mia.store.now.decided).toEqual([]);
      expect(mia.foot).toMatch(/^Undone/);
    },
  );

  it('puts what was reported back on the page, where it waits for nobody', async () => {
    const mia = await reads('reported', 'a', 'b');
    void mia.store.actions.decide('reject');
    await mia.answers('decide', decided('a', 2));
    await mia.passes(140);
    void mia.store.actions.undo();
    await mia.passes(0);
    expect(sent(mia)).toEqual([['a', 'restore']]);
    await mia.answers('decide', decided('a', 3));
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });

  it('says what cannot be taken back: reports that were answered', async () => {
    const mia = await reads('reported', 'a');
    void mia.store.actions.decide('approve');
    await mia.answers('decide', decided('a', 2));
    expect(mia.store.now.note!.action).toBeUndefined();
    await mia.store.actions.undo();
    const text = 'Approved: answered reports cannot be opened again.';
    expect(mia.store.now.note).toEqual({ tone: 'plain', text });
  });

  it('takes back the last thing first, and can be tried again where it did not get through', async () => {
    const mia = await reads('held', 'a', 'b');
    void mia.store.actions.decide('approve');
    await mia.answers('decide', decided('a', 2));
    void mia.store.actions.decide('spam');
    await mia.answers('decide', decided('b', 2));
    void mia.store.actions.undo();
    await mia.passes(0);
    expect(sent(mia)).toEqual([['b', 'hold']]);
    await mia.refuses('decide', 'offline', 'The forum cannot be reached.');
    expect(mia.foot).toBe('It could not be undone. The forum cannot be reached.');
    void mia.store.actions.undo();
    await mia.passes(0);
    expect(sent(mia)).toEqual([['b', 'hold']]);
  });
});

it('a decision that is refused while it is being undone leaves those before it to be undone', async () => {
  const mia = await reads('held', 'a', 'b');
  void mia.store.actions.decide('approve');
  await mia.answers('decide', decided('a', 2));
  void mia.store.actions.decide('spam');
  void mia.store.actions.undo();
  await mia.refuses('decide', 'not_allowed');
  void mia.store.actions.undo();
  await mia.passes(0);
  expect(sent(mia)).toEqual([['a', 'hold']]);
});

it('a discussion that is closed can be opened again by undo, and its messages say how it stands', async () => {
  const mia = await reads('held', 'a');
  mia.store.contexts.get('a');
  await mia.answers('context', {});
  void mia.store.actions.setThreadState('t', 'closed', 'Enough');
  expect(mia.asked('setThreadState')[0]!.args).toEqual(['t', 'closed', 'Enough']);
  await mia.answers('setThreadState', {});
  expect(mia.foot).toBe('Discussion closed');
  mia.store.contexts.get('a');
  expect(mia.asked('context')).toHaveLength(1);
  mia.store.now.note!.action!.run();
  expect(mia.asked('setThreadState')[0]!.args.slice(0, 2)).toEqual(['t', 'open']);
});
