import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { hours } from '../support/clock.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a discussion that has long been quiet', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('is read along again before anybody writes there', async () => {
    const { ana, mia } = forum;
    const thread = await forum.article();
    const post = async (who = ana) => (await forum.as(who).post(thread, `The ferry is ${Math.random()} late.`)).state;
    expect(await post()).toBe('published');
    forum.clock.pass(hours(24 * 89));
    expect(await post()).toBe('published');
    forum.clock.pass(hours(24 * 91));
    expect(await post()).toBe('held');
    expect(await post(mia)).toBe('published');
    expect(await post()).toBe('published');
  });
});
