import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { unopenedId } from '../../src/threads/addresses/thread-names.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { hours, minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

eachDatabase('somebody who may not write', (database) => {
  let here: Forum;
  let elsewhere: Forum;
  let gazette: ThreadView;
  let paul: Person;
  beforeAll(async () => {
    here = await startForum({ database });
    await here.addSite('gazette');
    gazette = await here.article({ site: 'gazette' });
    elsewhere = database === 'postgres' ? await startBeside(here) : here;
  });
  beforeEach(async () => {
    paul = await here.guest('Paul');
    await here.as(paul).post(here.thread, `Good morning, says ${paul.id}.`);
  });

  const told = async (thread: ThreadView) => (await here.as(paul).mine(thread)).sanction;
  const isTold = (thread: ThreadView) => (mine: { thread: string }) => mine.thread === thread.id;

  it('is told before writing why and until when, on the site where it holds', async () => {
    expect(await told(here.thread)).toBeNull();
    const until = new Date(here.clock.now() + hours(2)).toISOString();
    await here.as(here.mia).sanction(paul, { kind: 'suspend', until, reason: 'Cool down' });
    expect(await told(here.thread)).toEqual({ kind: 'suspend', reason: 'Cool down', until });
    expect(await told(gazette)).toBeNull();
    expect((await here.as(here.ana).mine(here.thread)).sanction).toBeNull();

    await here.as(here.olga).sanction(paul, { kind: 'ban', reason: 'Everywhere', site: '*' });
    for (const thread of [here.thread, gazette])
      expect(await told(thread)).toEqual({ kind: 'ban', reason: 'Everywhere', until: null });
  });

  it('is told so also where nobody has written yet', async () => {
    const unopened = unopenedId('default', `of tomorrow ${paul.id}`);
    const ask = (site: string) => here.as(paul).ask('GET', `/threads/${unopened}/mine${site}`);
    await here.as(here.mia).ban(paul, 'Insults');
    expect((await ask('?site=default')).body).toMatchObject({ sanction: { kind: 'ban', reason: 'Insults' } });
    expect((await ask('?site=gazette')).body).toMatchObject({ sanction: null });
    expect((await ask('?place=default')).status).toBe(400);
  });

  it('hears of it on every process when it begins, when it is lifted and when it ends', async () => {
    const readers = [await here.follow(here.thread, paul), await elsewhere.follow(here.thread, paul)];
    const other = await here.follow(here.thread, here.ben);
    const ban = await here.as(here.mia).ban(paul);
    for (const reader of readers) await reader.frame('mine', isTold(here.thread));
    expect(await told(here.thread)).toMatchObject({ kind: 'ban' });

    await here.as(here.mia).lift(ban);
    for (const reader of readers) await reader.frame('mine', isTold(here.thread));
    expect(await told(here.thread)).toBeNull();

    const until = new Date(here.clock.now() + hours(1)).toISOString();
    await here.as(here.mia).sanction(paul, { kind: 'suspend', until, reason: 'An hour' });
    for (const reader of readers) await reader.frame('mine', isTold(here.thread));
    here.clock.pass(hours(1) + minutes(1));
    for (const reader of readers) await reader.frame('mine', isTold(here.thread));
    expect(await told(here.thread)).toBeNull();
    expect(other.frames.filter(({ event }) => event === 'mine')).toEqual([]);
  });

  it('hears of a second one beside the first, and when one of the two is lifted', async () => {
    const reader = await here.follow(here.thread, paul);
    const until = new Date(here.clock.now() + hours(2)).toISOString();
    await here.as(here.mia).sanction(paul, { kind: 'suspend', until, reason: 'Cool down' });
    await reader.frame('mine', isTold(here.thread));
    const ban = await here.as(here.olga).ban(paul, 'Insults');
    await reader.frame('mine', isTold(here.thread));
    expect(await told(here.thread)).toMatchObject({ kind: 'ban' });
    await here.as(here.olga).lift(ban);
    await reader.frame('mine', isTold(here.thread));
    expect(await told(here.thread)).toMatchObject({ kind: 'suspend' });
  });

  it('hears of one that held before the page was open', async () => {
    await here.as(here.mia).ban(paul);
    const reader = await here.follow(here.thread, paul);
    expect(await reader.frame('mine', isTold(here.thread))).toEqual({ thread: here.thread.id });
  });
});
