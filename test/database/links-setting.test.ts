import { beforeAll, expect, it } from '@jest/globals';
import { settingsAnswer } from '../../src/moderation/settings/settings.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('links', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('are held in a discussion where staff says so, whoever writes them', async () => {
    const { ana, mia } = forum;
    const [here, there] = [await forum.article(), await forum.article()];
    const post = async (thread = here) =>
      (await forum.as(ana).post(thread, `See https://ferry.example/${Math.random()}`)).state;
    await forum.changeSite('default', { settings: { newcomerMessages: 0 } });
    expect(await post()).toBe('published');
    const body = { settings: { links: 'held' }, revision: 0 };
    const path = `/moderation/sites/default/settings?thread=${here.id}`;
    const { settings } = await forum.as(mia).get(settingsAnswer, 'PATCH', path, { body });
    expect(settings).toContainEqual(expect.objectContaining({ label: 'Links', value: 'held', from: 'thread' }));
    expect([await post(), await post(there)]).toEqual(['held', 'published']);
  });
});
