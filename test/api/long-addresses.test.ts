import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('an address on which trackers have hung more than it is long', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const url = 'http://localhost/ferry';
  const decorated = `${url}?fbclid=${'a'.repeat(3_000)}`;

  it('has the forum of its article, and its count, and costs the others theirs not', async () => {
    const thread = await forum.anyone.openThread({ site: 'default', url });
    await forum.as(forum.ana).post(thread, 'I was on the first one.');
    const query = new URLSearchParams({ site: 'default', url: decorated });
    const page = await forum.visit(`/embed?${query}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('I was on the first one.');
    expect((await forum.anyone.openThread({ site: 'default', url: decorated })).id).toBe(thread.id);
    expect(await forum.anyone.counts('default', [url, decorated, `${url}?${'b'.repeat(3_000)}`])).toEqual({
      [url]: 1,
      [decorated]: 1,
    });
  });
});
