import { beforeAll, expect, it } from '@jest/globals';
import { settingsAnswer } from '../../src/moderation/settings/settings.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('settings of many places that are changed at once', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('are each set: of discussions, of sections, of somebody and of the site', async () => {
    const threads = await Promise.all(Array.from({ length: 6 }, () => forum.article()));
    await forum.as(forum.ana).post(forum.thread, 'Here I am.');
    const places = [
      ...threads.map(({ id }) => `?thread=${id}`),
      ...['/sport', '/sport/sailing', '/news'].map((path) => `?section=${path}`),
      `?member=${forum.ana.id}`,
      '',
    ];
    const settings = `/moderation/sites/default/settings`;
    const asked = await Promise.all(
      places.map(async (place) => {
        const { revision } = await forum.as(forum.olga).get(settingsAnswer, 'GET', settings + place);
        return { place, body: { settings: { newcomerMessages: 7 }, revision } };
      }),
    );
    const answers = await Promise.all(
      asked.map(({ place, body }) => forum.as(forum.olga).ask('PATCH', settings + place, { body })),
    );
    expect(answers.map(({ status }) => status)).toEqual(places.map(() => 200));
    for (const place of places) {
      const set = await forum.as(forum.olga).get(settingsAnswer, 'GET', settings + place);
      expect(set.settings.find(({ name }) => name === 'newcomerMessages')).toMatchObject({ own: 7, value: 7 });
    }
  });
});
