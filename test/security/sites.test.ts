import { beforeAll, expect, it } from '@jest/globals';
import type { PutThread } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the thread of an article', (database) => {
  let forum: Forum;
  let articles = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('gazette', { hosts: ['gazette.example'] });
    await forum.addSite('echo', { hosts: ['gazette.example'] });
  });

  const article = () => `https://gazette.example/ferry-${(articles += 1)}`;
  const open = (more: Omit<PutThread, 'site'> & { site?: string }) =>
    forum.anyone.openThread({ site: 'gazette', ...more });

  it.each([
    'https://evil.example/a',
    'https://evilgazette.example/a',
    'https://gazette.example.evil.test/a',
    'https://www.gazette.example/a',
    'https://gazette.example@evil.test/a',
    'https://gazette.example%2eevil.test/a',
    'https://gаzette.example/a',
    'https://gazette。example.evil.test/a',
    'https://example/a',
    'https://.gazette.example/a',
    'https://localhost.evil.test/a',
    'https://127.0.0.1.evil.test/a',
  ])('is not made for %s, which is none of the site’s hosts (rows 57, 63)', async (url) => {
    expect(await refusalOf(open({ url }))).toMatchObject({ status: 422, code: 'host_not_allowed' });
  });

  it('is each site’s own, also where two have the same address and key (row 87)', async () => {
    const url = article();
    const [mine, theirs] = [
      await forum.as(forum.olga).openThread({ site: 'gazette', url, key: url }),
      await forum.as(forum.olga).openThread({ site: 'echo', url, key: url }),
    ];
    expect(mine.id).not.toBe(theirs.id);
    await forum.as(forum.ana).post(mine, 'Only in the Gazette.');
    expect(await forum.anyone.counts('gazette', [url])).toEqual({ [url]: 1 });
    expect(await forum.anyone.counts('echo', [url])).toEqual({ [url]: 0 });
    expect((await forum.anyone.page(theirs)).messages).toEqual([]);
  });
});
