import { describe, expect, it } from '@jest/globals';
import type { ApiError } from '../../../src/web/console/api.js';
import { answerOf, itemOf } from '../../support/console.js';
import { Sitting } from '../../support/sitting.js';

/** Mia has a message of the discussion `t` in front of her, one of `u`, and one of another that nobody touches. */
async function reads(): Promise<Sitting> {
  const mia = new Sitting();
  const of = (id: string, thread: string) => ({ ...itemOf(id), thread: { ...itemOf(id).thread, id: thread } });
  await mia.opens('held', answerOf([of('a', 't'), of('b', 'u'), of('c', 'other')]));
  looksAt(mia);
  for (const name of ['thread', 'context'] as const) for (let n = 0; n < 3; n += 1) await mia.answers(name, {});
  return mia;
}

/** Everything that the console shows of the three discussions. */
function looksAt(mia: Sitting): void {
  for (const id of ['t', 'u', 'other']) mia.store.threads.get(id);
  for (const id of ['a', 'b', 'c']) mia.store.contexts.get(id);
}

/** Of which discussions and messages the console has to ask anew. */
function asksAnew(mia: Sitting): unknown[] {
  looksAt(mia);
  return [...mia.asked('thread'), ...mia.asked('context')].map(({ args }) => args[0]);
}

describe('what is done to a discussion', () => {
  it.each([
    [{ title: 'The ferry' }, 'Discussion renamed'],
    [{ url: 'https://gazette.example/ferry' }, 'Discussion moved'],
    [{ key: 'ferry' }, 'Discussion moved'],
    [{ title: 'The ferry', url: 'https://gazette.example/ferry', key: 'ferry' }, 'Discussion moved'],
  ])('says whether it has another name or another place: %j', async (names, says) => {
    const mia = await reads();
    const done = mia.store.threadActions.rename('t', names);
    expect(mia.asked('renameThread')[0]!.args).toEqual(['t', names]);
    await mia.answers('renameThread', { entry: 'e1' });
    expect(await done).toBeNull();
    expect(mia.store.now.note).toMatchObject({ tone: 'plain', text: says, action: { label: 'Undo' } });
    expect(asksAnew(mia)).toEqual(['t', 'a']);
  });

  it('shows on the discussion, on its messages and in the queue', async () => {
    const mia = await reads();
    void mia.store.threadActions.remove('t');
    expect(mia.asked('deleteThread')[0]!.args).toEqual(['t']);
    expect(asksAnew(mia)).toEqual([]);
    await mia.answers('deleteThread', { entry: 'e1' });
    expect(mia.foot).toBe('Discussion deleted');
    expect(asksAnew(mia)).toEqual(['t', 'a']);
    expect(mia.asked('queue')).toHaveLength(1);
  });

  it('shows on both where one was merged into the other', async () => {
    const mia = await reads();
    void mia.store.threadActions.merge('t', 'u', 'The same article');
    expect(mia.asked('mergeThread')[0]!.args).toEqual(['t', 'u', 'The same article']);
    await mia.answers('mergeThread', { entry: 'e1' });
    expect(mia.foot).toBe('Discussions merged');
    expect(asksAnew(mia)).toEqual(['t', 'u', 'a', 'b']);
  });

  it('is taken back by undo, and shows so', async () => {
    const mia = await reads();
    void mia.store.threadActions.merge('t', 'u', '');
    await mia.answers('mergeThread', { entry: 'e1' });
    looksAt(mia);
    for (const name of ['thread', 'thread', 'context', 'context'] as const) await mia.answers(name, {});
    void mia.store.actions.undo();
    expect(mia.asked('undoThread')[0]!.args).toEqual(['e1']);
    await mia.answers('undoThread', {});
    expect(mia.foot).toBe('Undone: Discussions merged');
    expect(asksAnew(mia)).toEqual(['t', 'u', 'a', 'b']);
  });

  it('says that nothing has changed where it was so before, and leaves nothing to undo', async () => {
    const mia = await reads();
    const done = mia.store.threadActions.rename('t', { title: 'The ferry comes back' });
    await mia.answers('renameThread', { entry: null });
    expect(await done).toBeNull();
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Nothing has changed.' });
    await mia.store.actions.undo();
    expect(mia.foot).toBe('Nothing to undo.');
  });

  it('and is refused is told where it was typed, not at the foot', async () => {
    const mia = await reads();
    const done = mia.store.threadActions.rename('t', { key: 'ferry' });
    await mia.refuses('renameThread', 'conflict', 'Another discussion has this key.');
    expect(await done).toMatchObject({ code: 'conflict', message: 'Another discussion has this key.' } as ApiError);
    expect(mia.store.now.note).toBeNull();
    expect(asksAnew(mia)).toEqual([]);
  });

  it('and is refused since nobody is signed in any more has the console say so', async () => {
    const mia = await reads();
    void mia.store.threadActions.remove('t');
    await mia.refuses('deleteThread', 'sign_in_required');
    expect(mia.store.now.signedOut).toBe(true);
  });

  it('and fails by the console’s own fault is not taken for a refusal', async () => {
    const mia = await reads();
    const done = mia.store.threadActions.remove('t');
    mia.asked('deleteThread')[0]!.reject(new TypeError('It is broken'));
    await expect(done).rejects.toThrow('It is broken');
  });
});

describe('an entry of the log', () => {
  it('is taken back, and the discussion shows so', async () => {
    const mia = await reads();
    const done = mia.store.threadActions.takeBack('e7', 't');
    expect(mia.asked('undoThread')[0]!.args).toEqual(['e7']);
    await mia.answers('undoThread', {});
    expect(await done).toBe(true);
    expect(mia.store.now.note).toEqual({ tone: 'plain', text: 'Taken back' });
    expect(asksAnew(mia)).toEqual(['t', 'a']);
  });

  it('that cannot be taken back says why', async () => {
    const mia = await reads();
    const done = mia.store.threadActions.takeBack('e7', 't');
    await mia.refuses('undoThread', 'conflict', 'Something else was done since.');
    expect(await done).toBe(false);
    expect(mia.store.now.note).toEqual({ tone: 'bad', text: 'It is not taken back. Something else was done since.' });
    expect(asksAnew(mia)).toEqual([]);
  });
});

describe('a look at the article’s page', () => {
  it('is on its way, and the discussion is read anew', async () => {
    const mia = await reads();
    void mia.store.threadActions.look('t');
    expect(mia.asked('lookAtPage')[0]!.args).toEqual(['t']);
    await mia.answers('lookAtPage', {});
    const text = 'The forum looks at the page again. What it says there shows in a moment.';
    expect(mia.store.now.note).toEqual({ tone: 'plain', text });
    expect(asksAnew(mia)).toEqual(['t']);
  });

  it('that the forum does not take says why', async () => {
    const mia = await reads();
    void mia.store.threadActions.look('t');
    await mia.refuses('lookAtPage', 'too_fast', 'It has just looked.');
    expect(mia.store.now.note).toEqual({ tone: 'bad', text: 'The page is not looked at. It has just looked.' });
    expect(asksAnew(mia)).toEqual([]);
  });
});
