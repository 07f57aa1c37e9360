import { describe, expect, it } from '@jest/globals';
import { TERMS } from '../../../src/web/console/dialogs/sanction-terms.js';
import { answerOf, changeOf, itemOf, shown } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

const sanction = { id: 's1', memberId: 'm-a', kind: 'ban', until: null } as never;

async function reads(...names: readonly string[]): Promise<Sitting> {
  const mia = new Sitting();
  await mia.opens('held', answerOf(names.map((name) => itemOf(name))));
  return mia;
}

async function bans(mia: Sitting, more: { readonly site?: string | null; readonly reject?: boolean } = {}) {
  const { item } = mia.queue.rows[0]!;
  const asking = { what: 'sanction', author: item.author, site: more.site ?? null, item } as const;
  void mia.store.actions.sanction(asking, { term: TERMS[3], reason: 'Spam', reject: more.reject ?? false });
  await mia.passes(0);
}

describe('a sanction', () => {
  it('is told at the foot, has the author’s record read anew, and is lifted by undo', async () => {
    const mia = await reads('a', 'b');
    mia.store.members.get('m-a');
    await bans(mia);
    expect(mia.asked('sanction')[0]!.args).toEqual(['m-a', { kind: 'ban', until: null, reason: 'Spam' }]);
    expect(mia.asked('decide')).toEqual([]);
    await mia.answers('sanction', sanction);
    expect(mia.store.now.note).toMatchObject({ tone: 'plain', text: 'Author a banned', action: { label: 'Undo' } });
    mia.store.members.get('m-a');
    expect(mia.asked('member')).toHaveLength(2);
    mia.store.now.note!.action!.run();
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Undoing “Author a banned” …' });
    expect(mia.asked('lift')[0]!.args).toEqual(['s1']);
    await mia.answers('lift', null);
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Undone: Author a banned' });
    mia.store.members.get('m-a');
    expect(mia.asked('member')).toHaveLength(3);
  });

  it('is of one site where the moderator wants that', async () => {
    const mia = await reads('a');
    await bans(mia, { site: 'gazette' });
    expect(mia.asked('sanction')[0]!.args[1]).toMatchObject({ site: 'gazette' });
  });

  it('rejects the message as well where the moderator wants that, with the same reason', async () => {
    const mia = await reads('a', 'b');
    await bans(mia, { reject: true });
    expect(mia.asked('decide')[0]!.args).toEqual(['a', { decision: 'reject', revision: 1, reason: 'Spam' }]);
  });

  it('that the server refuses is told, and nothing is there to undo', async () => {
    const mia = await reads('a');
    await bans(mia);
    await mia.refuses('sanction', 'not_allowed', 'They are staff.');
    expect(mia.store.now.note).toEqual({ tone: 'bad', text: 'Author a is not banned. They are staff.' });
    await mia.store.actions.undo();
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Nothing to undo.' });
  });

  it('is lifted by name, or it is said that it could not be', async () => {
    const mia = await reads('a');
    void mia.store.actions.lift(sanction);
    await mia.answers('lift', null);
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Lifted: banned for ever' });
    void mia.store.actions.lift(sanction);
    await mia.refuses('lift', 'offline', 'The forum cannot be reached.');
    expect(mia.foot).toBe('It could not be lifted. The forum cannot be reached.');
  });
});

describe('a discussion', () => {
  it('is opened again, and closed by undo; only its own messages are read anew', async () => {
    const mia = await reads('a', 'b');
    const elsewhere = { ...itemOf('c'), thread: { ...itemOf('c').thread, id: 'other' } };
    mia.hears(changeOf('entered', elsewhere));
    for (const id of ['a', 'c']) mia.store.contexts.get(id);
    mia.store.threads.get('t');
    void mia.store.actions.setThreadState('t', 'open', '');
    expect(mia.asked('setThreadState')[0]!.args).toEqual(['t', 'open', undefined]);
    await mia.answers('setThreadState', {});
    expect(mia.foot).toBe('Discussion opened again');
    for (const id of ['a', 'c']) mia.store.contexts.get(id);
    mia.store.threads.get('t');
    expect([mia.asked('context').length, mia.asked('thread').length]).toEqual([3, 2]);
    void mia.store.actions.undo();
    expect(mia.asked('setThreadState')[0]!.args.slice(0, 2)).toEqual(['t', 'closed']);
  });

  it.each([
    ['closed', 'The discussion is not closed. Busy.'],
    ['open', 'The discussion is not opened. Busy.'],
  ] as const)('that cannot be changed stays as it is: %s', async (to, says) => {
    const mia = await reads('a');
    void mia.store.actions.setThreadState('t', to, '');
    await mia.refuses('setThreadState', 'overloaded', 'Busy.');
    expect(mia.foot).toBe(says);
  });
});

describe('undo of what nobody waits for', () => {
  const published = () => itemOf('a', { kind: 'published' as never });

  it.each([
    ['approve', null],
    ['reject', 'restore'],
    ['spam', 'restore'],
  ] as const)('%s on a message that is on the page is taken back by %s', async (decision, other) => {
    const mia = new Sitting();
    void mia.store.actions.decide(decision, '', published());
    await mia.answers('decide', { message: itemOf('a', { revision: 2 }).message });
    void mia.store.actions.undo();
    await mia.passes(0);
    expect(mia.asked('decide').map(({ args }) => (args[1] as { decision: string }).decision)).toEqual(
      other === null ? [] : [other],
    );
  });

  it('does not put a message into the list that was never there', async () => {
    const mia = await reads('b');
    void mia.store.actions.decide('reject', '', itemOf('a'));
    await mia.answers('decide', { message: itemOf('a', { revision: 2 }).message });
    void mia.store.actions.undo();
    await mia.passes(0);
    await mia.answers('decide', { message: itemOf('a', { revision: 3 }).message });
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });

  it('cannot bring back what its author has deleted', async () => {
    const mia = new Sitting();
    void mia.store.actions.decide('reject', '', itemOf('a', { kind: 'deleted' as never }));
    await mia.answers('decide', { message: itemOf('a', { revision: 2 }).message });
    expect(mia.store.now.note!.action).toBeUndefined();
  });

  it.each(['overloaded', 'too_fast', 'internal'] as const)(
    'can be tried again where the server could not do it now: %s',
    async (code) => {
      const mia = await reads('a');
      void mia.store.actions.decide('reject');
      await mia.answers('decide', { message: itemOf('a', { revision: 2 }).message });
      void mia.store.actions.undo();
      await mia.passes(0);
      await mia.refuses('decide', code);
      void mia.store.actions.undo();
      expect(mia.foot).toBe('Undoing “Rejected” …');
      await mia.passes(0);
      await mia.answers('decide', { message: itemOf('a', { revision: 3 }).message });
      expect(shown(mia.queue)).toEqual(['a waiting']);
    },
  );

  it('is not tried again where the server has refused it for good', async () => {
    const mia = await reads('a');
    void mia.store.actions.decide('reject');
    await mia.answers('decide', { message: itemOf('a', { revision: 2 }).message });
    void mia.store.actions.undo();
    await mia.passes(0);
    await mia.refuses('decide', 'message_not_found', 'It is gone.');
    expect(mia.foot).toBe('It could not be undone. It is gone.');
    await mia.store.actions.undo();
    expect(mia.foot).toBe('Nothing to undo.');
  });
});

describe('a decision on a message that is not in the list', () => {
  it.each([
    ['too_fast', 'Author a’s message is not decided. No.'],
    ['message_not_found', 'Author a has deleted that message.'],
  ] as const)('and is refused leaves the list as it is: %s', async (code, says) => {
    const mia = await reads('b');
    void mia.store.actions.decide('reject', '', itemOf('a'));
    await mia.refuses('decide', code);
    expect(mia.foot).toBe(says);
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });

  it('and was edited meanwhile says so, and does not bring it there', async () => {
    const mia = await reads('b');
    void mia.store.actions.decide('reject', '', itemOf('a'));
    await mia.refuses('decide', 'conflict');
    await mia.answers('context', { message: itemOf('a', { revision: 2 }).message });
    expect(mia.store.now.note).toMatchObject({
      tone: 'warn',
      text: 'Author a edited the message after you read it. It was not decided.',
      action: { label: 'Read it again' },
    });
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });

  it('and was edited, and cannot be read again, says that', async () => {
    const mia = await reads('a');
    void mia.store.actions.decide('reject');
    await mia.refuses('decide', 'conflict');
    await mia.refuses('context', 'offline', 'The forum cannot be reached.');
    expect(mia.foot).toBe('Author a’s message changed and could not be read again. The forum cannot be reached.');
  });

  it('and another was first on it, whom nobody knows, says as much', async () => {
    const mia = await reads('b');
    void mia.store.actions.decide('reject', '', itemOf('a'));
    await mia.refuses('decide', 'already_decided');
    await mia.refuses('log', 'not_allowed');
    const text = 'Another moderator was first: Author a’s message is decided on already. Yours was not counted.';
    expect(mia.store.now.note).toEqual({ tone: 'warn', text });
    expect(shown(mia.queue)).toEqual(['b waiting']);
  });
});
