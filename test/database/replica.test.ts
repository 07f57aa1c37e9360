import { expect, it } from '@jest/globals';
import { copyOf, onlyOn } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

const LAG = 300;

/** What stands on the first page, oldest first. */
async function saidIn(forum: Forum): Promise<string[]> {
  return (await forum.anyone.page(forum.thread)).messages.map(({ html }) => html.replace(/<[^>]*>|\n/g, ''));
}

onlyOn('postgres')('a replica of PostgreSQL that stands still', () => {
  it('is read, but not for a thread that has just changed', async () => {
    const before = await startForum({ database: 'postgres' });
    await before.as(before.ana).post(before.thread, 'Before the copy.');
    await before.stop();
    const copy = await copyOf(before.config.DATABASE_URL);
    const forum = await startBeside(before, { DATABASE_READ_URL: copy.url, DATABASE_READ_LAG: String(LAG) });

    const after = await forum.as(forum.ana).post(forum.thread, 'After the copy.');
    expect(await saidIn(forum)).toEqual(['Before the copy.', 'After the copy.']);
    await until('the page from the replica', async () => (await saidIn(forum)).length === 1);
    // What a follower must not miss is never read from there.
    expect(await forum.anyone.events(forum.thread, { after: 1 })).toMatchObject({
      position: 2,
      events: [{ position: 2 }],
    });
    expect(await forum.anyone.read(after)).toMatchObject({ id: after.id });

    await forum.as(forum.ben).reply(after, 'I see it.');
    expect(await saidIn(forum)).toEqual(['Before the copy.', 'After the copy.']);
  });

  it('shows nothing that was taken away by the id of a thread that was merged, either', async () => {
    const before = await startForum({ database: 'postgres' });
    const from = await before.article();
    const message = await before.as(before.ana).post(from, 'Before the copy.');
    await before
      .as(before.mia)
      .ask('POST', `/moderation/threads/${from.id}/merge`, { body: { into: before.thread.id } });
    await before.stop();
    const copy = await copyOf(before.config.DATABASE_URL);
    const forum = await startBeside(before, { DATABASE_READ_URL: copy.url });
    const shown = async () => (await forum.anyone.page(from)).messages.length;
    expect(await shown()).toBe(1);
    await forum.as(forum.ana).delete(message);
    expect(await shown()).toBe(0);
  });

  it('is done without where it is away', async () => {
    const before = await startForum({ database: 'postgres' });
    await before.stop();
    const copy = await copyOf(before.config.DATABASE_URL);
    const forum = await startBeside(before, { DATABASE_READ_URL: copy.url, DATABASE_READ_LAG: String(LAG) });
    await copy.drop();
    const page = await forum.anyone.ask('GET', `/threads/${forum.thread.id}/messages`);
    expect(page).toMatchObject({ status: 200, body: { thread: { id: forum.thread.id } } });
  });
});
