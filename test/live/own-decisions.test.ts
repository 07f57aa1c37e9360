import { beforeAll, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';

eachDatabase('an author', (database) => {
  let here: Forum;
  let elsewhere: Forum;
  beforeAll(async () => {
    here = await startForum({ database });
    await here.addSite('strict', { settings: { premoderation: 'all' } });
    elsewhere = database === 'postgres' ? await startBeside(here) : here;
  });

  const about =
    ({ id }: MessageView, decision: string) =>
    (own: { message: { id: string }; decision: { decision: string } | null }) =>
      own.message.id === id && own.decision?.decision === decision;

  it('hears on every process what became of a held message and why, and never by whom', async () => {
    const thread = await here.article({ site: 'strict' });
    const readers = [await here.follow(thread, here.ana), await elsewhere.follow(thread, here.ana)];
    const other = await here.follow(thread, here.ben);
    const held = await here.as(here.ana).post(thread, 'All ferrymen are thieves.');
    await here.as(here.olga).decide(held, 'reject', { reason: 'Insult', note: 'The third today' });
    for (const reader of readers) {
      const own = await reader.frame('own', about(held, 'reject'));
      expect(own).toMatchObject({
        thread: thread.id,
        message: { id: held.id, text: 'All ferrymen are thieves.', state: 'rejected' },
        decision: { decision: 'reject', reason: 'Insult', at: expect.any(String) },
      });
      expect(JSON.stringify(own)).not.toMatch(/Olga|third/);
    }
    expect(await here.as(here.ana).mine(thread)).toMatchObject({
      held: [],
      unpublished: [{ message: { id: held.id, state: 'rejected', text: held.text }, decision: { reason: 'Insult' } }],
    });
    await here.as(here.ben).post(thread, 'One more');
    expect(other.frames.filter(({ event }) => event === 'own')).toEqual([]);
    expect((await here.as(here.ben).mine(thread)).unpublished).toMatchObject([{ decision: null }]);
  });

  it('hears of a published one that was removed, called spam, and put back, and finds it later', async () => {
    const reader = await elsewhere.follow(here.thread, here.ana);
    const message = await here.as(here.ana).post(here.thread, 'Buy pills from a friend!');
    const mine = async () => (await here.as(here.ana).mine(here.thread)).unpublished;
    expect(await mine()).toEqual([]);
    const { message: gone } = await here.as(here.mia).decide(message, 'spam', { reason: 'Advertising' });
    expect(await reader.frame('own', about(message, 'reject'))).toMatchObject({ message: { text: message.text } });
    expect(await mine()).toMatchObject([
      { message: { id: message.id, state: 'rejected' }, decision: { decision: 'reject', reason: 'Advertising' } },
    ]);
    await here.as(here.mia).decide(gone, 'restore');
    expect(await reader.frame('own', about(message, 'restore'))).toMatchObject({ message: { state: 'published' } });
    expect(await mine()).toEqual([]);
  });

  it('is told nothing of what was taken back, nor of other threads', async () => {
    const [thread, another] = [await here.article(), await here.article()];
    const message = await here.as(here.ana).post(thread, 'I take this back.');
    const [reader, there] = [await here.follow(thread, here.ana), await here.follow(another, here.ana)];
    await here.as(here.mia).decide(message, 'reject');
    await reader.frame('own', about(message, 'reject'));
    await here.as(here.ben).post(another, 'Nothing was decided here.');
    await there.next('message.posted');
    expect(there.frames.filter(({ event }) => event === 'own')).toEqual([]);
    await here.as(here.ana).delete(message);
    expect((await here.as(here.ana).mine(thread)).unpublished).toEqual([]);
    expect((await here.as(here.ana).mine(another)).unpublished).toEqual([]);
  });
});
