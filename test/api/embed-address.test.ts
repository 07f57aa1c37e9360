import { beforeAll, describe, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';

describe('the forum inside a page', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    await forum.addSite('gazette', { hosts: ['gazette.example', 'www.gazette.example'] });
  });

  const embed = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    forum.visit(`/embed?${new URLSearchParams({ site: 'gazette', ...fields })}`, { headers, redirect: 'manual' });

  it('is that of a canonical link to another host of the site', async () => {
    const page = 'https://gazette.example/ferry';
    const { status, text } = await embed({ url: 'https://www.gazette.example/ferry-whole', page });
    expect(status).toBe(200);
    expect(text).toContain('gazette.example/ferry-whole');
  });

  it('is that of the page itself where the canonical link leads to a host that the site does not know', async () => {
    const { status, text } = await embed({ url: 'https://agency.example/ferry', page: 'https://gazette.example/copy' });
    expect(status).toBe(200);
    expect(text).toContain('https://gazette.example/copy');
    expect((await embed({ url: 'https://agency.example/a', page: 'https://agency.example/b' })).status).toBe(422);
  });

  it.each([
    '{{ page.url }}',
    '%7B%7B%20page.url%20%7D%7D',
    'story?id={{ id }}',
    '${article.path}',
    '<?= $url ?>',
    '%3C?php%20the_permalink();',
  ])('is none where a template has left its own words: %s', async (words) => {
    const url = `https://gazette.example/${words}`;
    expect(await embed({ url })).toMatchObject({ status: 400 });
    for (const article of [{ url }, { url, title: 'A story' }])
      expectRefusal(
        await forum.anyone.ask('PUT', '/threads', { body: { site: 'gazette', ...article } }),
        'invalid_request',
        url,
      );
  });

  it.each(['a?filter={"by":{"date":1}}', '100%25', 'a%7Bb%7D', 'what?', '5<6'])(
    'may hold signs of its own: %s',
    async (words) => {
      expect((await embed({ url: `https://gazette.example/${words}` })).status).toBe(200);
    },
  );

  it('is found by a frame that has no JavaScript, and that the browser says the page of', async () => {
    const { status, headers } = await embed({}, { referer: 'https://gazette.example/ferry?id=4' });
    expect([status, headers.get('cache-control')]).toEqual([302, 'no-store']);
    const place = new URLSearchParams({ site: 'gazette', url: 'https://gazette.example/ferry?id=4' });
    expect(headers.get('location')).toBe(`/embed?${place}`);
    expect((await embed({})).status).toBe(400);
  });
});
