import { expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum } from '../support/forum.js';

const LIMITS = { RATE_LIMITS: 'on', POSTS_PER_MINUTE: '3', POSTS_PER_THREAD_PER_MINUTE: '5' };
const WIDE = { REQUESTS_PER_MINUTE: '10000', GUESTS_PER_ADDRESS_PER_HOUR: '100' };

/** What many said at once came to: as if they had said it one after the other. */
const statuses = async (answers: readonly Promise<{ status: number }>[]) =>
  (await Promise.all(answers)).map(({ status }) => status).toSorted((a, b) => a - b);

eachDatabase('posts that come together', (database) => {
  it('take the next positions of their threads, and count where they hang', async () => {
    const forum = await startForum({ database });
    const [here, there] = [await forum.article(), await forum.article()];
    const question = await forum.as(forum.mia).post(here, 'Who was there?');
    const replies = Array.from({ length: 20 }, (_, n) => forum.as(forum.ana).reply(question, `I was, ${n} times.`));
    const others = Array.from({ length: 20 }, (_, n) => forum.as(forum.ben).post(there, `It rained for ${n} days.`));
    const positions = (await Promise.all(replies)).map(({ position }) => position ?? 0);
    expect(positions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
    await Promise.all(others);
    expect(await forum.anyone.read(question)).toMatchObject({ replyCount: 20 });
    expect(await forum.anyone.thread(here)).toMatchObject({ messageCount: 21, position: 21 });
    expect(await forum.anyone.thread(there)).toMatchObject({ messageCount: 20, position: 20 });
  });

  it('are each answered for themselves: what is refused or held fails nobody else', async () => {
    const forum = await startForum({ database });
    await forum.addSite('wary', { settings: { newcomerMessages: 1 } });
    const [thread, wary] = [await forum.article(), await forum.article({ site: 'wary' })];
    const newcomer = await forum.guest('Nele');
    const send = (who: typeof newcomer, id: string, body: object) =>
      forum.as(who).ask('POST', `/threads/${id}/messages`, { key: Math.random().toString(36), body });
    const told = await Promise.all([
      send(forum.ana, thread.id, { text: 'I was there.' }),
      send(forum.ben, thread.id, { text: 'x'.repeat(5_001) }),
      send(forum.ana, thread.id, { text: 'I was.', parentId: '01a22b55-0000-7000-8000-000000000000' }),
      send(newcomer, wary.id, { text: 'See https://shop.example/' }),
      send(forum.mia, '01a22b55-0000-7000-8000-000000000000', { text: 'Where?' }),
      send(forum.ben, thread.id, { text: 'So was I.' }),
    ]);
    expect(told.map(({ status }) => status)).toEqual([201, 422, 404, 202, 404, 201]);
    expect(await forum.anyone.thread(thread)).toMatchObject({ messageCount: 2, position: 2 });
  });

  it('of one author are not more than a minute has room for', async () => {
    const forum = await startForum({ database, env: { ...LIMITS, ...WIDE } });
    const thread = await forum.article();
    const sent = Array.from({ length: 10 }, (_, n) =>
      forum
        .as(forum.ana)
        .ask('POST', `/threads/${thread.id}/messages`, { key: `k${n}`, body: { text: `Times: ${n}` } }),
    );
    expect(await statuses(sent)).toEqual([201, 201, 201, ...Array.from({ length: 7 }, () => 429)]);
    expect(await forum.anyone.thread(thread)).toMatchObject({ messageCount: 3 });
  });

  it('in one thread are not more than a minute has room for, whoever they are from', async () => {
    const forum = await startForum({ database, env: { ...LIMITS, ...WIDE } });
    const thread = await forum.article();
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => forum.guest(`Guest ${n}`)));
    const sent = people.map((who) =>
      forum.as(who).ask('POST', `/threads/${thread.id}/messages`, { key: 'k', body: { text: 'And me.' } }),
    );
    expect(await statuses(sent)).toEqual([
      ...Array.from({ length: 5 }, () => 201),
      ...Array.from({ length: 7 }, () => 429),
    ]);
    expect(await forum.anyone.thread(thread)).toMatchObject({ messageCount: 5 });
  });
});
