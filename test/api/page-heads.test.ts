import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { startForum, type Forum } from '../support/forum.js';

type Comment = { text: string; author: { name: string }; comment: Comment[]; interactionStatistic: object };
type Discussion = { comment: Comment[]; author: object; mainEntityOfPage: string };

describe('a page of a discussion', () => {
  let forum: Forum;
  let thread: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
  });
  beforeEach(async () => {
    thread = await forum.article({ title: 'The ferry & the harbour' });
  });

  const textOf = async (path: string): Promise<string> => (await forum.visit(path)).text;
  const own = (query = '') => `/threads/${thread.id}${query}`;
  const inside = () => `/embed?${new URLSearchParams({ site: 'default', url: thread.url })}`;
  const forMachines = (html: string): Discussion | null => {
    const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
    return json === undefined ? null : (JSON.parse(json) as Discussion);
  };
  const isHidden = (html: string) => html.includes('<meta name="robots" content="noindex, follow"/>');
  const canonical = (html: string) => /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1];

  it('is for search engines, with all that is said there and how much it is liked', async () => {
    const first = await forum.as(forum.ana).post(thread, 'I was **there** & it rained.');
    const reply = await forum.as(forum.ben).reply(first, '1 < 2');
    await forum.as(forum.ana).edit(first, 'I was there & it *poured*.');
    await forum.as(forum.ben).vote(first, 'up');
    await forum.as(forum.olga).vote(first, 'down');
    const html = await textOf(own());
    const address = `${forum.config.PUBLIC_URL.origin}/threads/${thread.id}`;
    expect([isHidden(html), canonical(html)]).toEqual([false, address]);
    const likes = (n: number) => ({
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/LikeAction',
      userInteractionCount: n,
    });
    const person = (name: string, id: string) => ({
      ...{ '@type': 'Person', name, url: `${address}?message=${id}#author-${id}` },
    });
    const at = (id: string) => ({
      '@type': 'Comment',
      '@id': `${address}?message=${id}`,
      url: `${address}?message=${id}`,
    });
    expect(forMachines(html)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'DiscussionForumPosting',
      '@id': address,
      url: address,
      headline: 'The ferry & the harbour',
      text: 'The ferry & the harbour',
      datePublished: thread.createdAt,
      author: { '@type': 'Organization', name: 'Default', url: 'http://localhost' },
      isPartOf: thread.url,
      mainEntityOfPage: thread.url,
      interactionStatistic: {
        '@type': 'InteractionCounter',
        interactionType: 'https://schema.org/CommentAction',
        userInteractionCount: 2,
      },
      comment: [
        {
          ...at(first.id),
          text: 'I was there & it poured .',
          datePublished: first.createdAt,
          dateModified: expect.any(String),
          author: person('Ana', first.id),
          interactionStatistic: likes(1),
          comment: [
            {
              ...at(reply.id),
              text: '1 < 2',
              datePublished: reply.createdAt,
              author: person('Ben', reply.id),
              interactionStatistic: likes(0),
              comment: [],
            },
          ],
        },
      ],
    });
    expect(html).toContain(`content="2 messages. Ana: “I was there &amp; it poured .”"`);
  });

  it('leaves out what was removed, and what answers it', async () => {
    const [gone, stays] = [
      await forum.as(forum.ana).post(thread, 'To be taken back.'),
      await forum.as(forum.ben).post(thread, 'To stay.'),
    ];
    await forum.as(forum.ben).reply(gone, 'An answer to it.');
    await forum.as(forum.ana).delete(gone);
    const html = await textOf(own());
    expect(forMachines(html)?.comment.map(({ text }) => text)).toEqual(['To stay.']);
    expect(html).toContain('content="2 messages. Ben: “To stay.”"');
    expect(stays.state).toBe('published');
  });

  it('is for nobody’s index inside an article, or of one message; each says where the whole is', async () => {
    const { id } = await forum.as(forum.ana).post(thread, 'I was there.');
    for (const path of [inside(), own(`?message=${id}`), own(`?reply=${id}`)]) {
      const html = await textOf(path);
      expect([path, isHidden(html)]).toEqual([path, true]);
      expect(canonical(html)).toBe(`${forum.config.PUBLIC_URL.origin}/threads/${thread.id}`);
    }
    for (const path of [inside(), own(`?message=${id}`)]) expect(forMachines(await textOf(path))).toBeNull();
  });

  it('shows no message of another discussion under this headline, and the way to the whole one in the same language', async () => {
    const { id } = await forum.as(forum.ana).post(await forum.article(), 'Said elsewhere.');
    const answer = await forum.visit(own(`?message=${id}&lang=de&embedded=1&utm_source=x`), {
      headers: { accept: 'text/html' },
    });
    expect([answer.status, answer.text.includes('Said elsewhere.')]).toEqual([404, false]);
    const [, link] = /<a href="([^"]+)"/.exec(answer.text) ?? [];
    expect(new URL(link?.replaceAll('&amp;', '&') ?? '', forum.url).searchParams.toString()).toBe('lang=de&embedded=1');
  });

  it('leads to where a message is now whose discussion was merged into another', async () => {
    const { id } = await forum.as(forum.ana).post(thread, 'I was there.');
    const body = { into: (await forum.article()).id };
    await forum.as(forum.mia).get(threadAnswer, 'POST', `/moderation/threads/${thread.id}/merge`, { body });
    const { status, headers } = await forum.visit(own(`?message=${id}`));
    expect([status, headers.get('location')]).toEqual([301, `/threads/${body.into}?message=${id}`]);
  });

  it('is found by the publisher’s key under either of its names', async () => {
    const url = 'http://localhost/keyed';
    const keyed = await forum.as(forum.olga).openThread({ site: 'default', url, key: 'post-7' });
    for (const name of ['key', 'article-key'])
      expect(await textOf(`/embed?site=default&url=http://localhost/moved&${name}=post-7`)).toContain(keyed.id);
  });

  it('knows what its own tag says of an article that nobody has written about, and no other’s', async () => {
    const page = (key: string) => textOf(`/embed?site=default&url=http://localhost/unwritten&key=${key}`);
    for (const key of ['first', 'second']) expect(await page(key)).toContain(`"key":"${key}"`);
  });

  it('has a form again with what was typed, and why it was refused', async () => {
    const send = (text: string) =>
      forum.visit(own('/messages'), { method: 'POST', body: new URLSearchParams({ name: 'Anna', text }) });
    const said = await send('Two lines,\r\nas a browser sends them.');
    expect(said.status).toBe(303);
    const [row] = await forum.connections.read.query<{ text: string }[]>(
      `SELECT text FROM messages WHERE thread_id = '${thread.id}'`,
    );
    expect(row?.text).toBe('Two lines,\nas a browser sends them.');
    const refused = await send('x'.repeat(20_001));
    expect([refused.status, refused.text.includes('x'.repeat(20_001))]).toEqual([422, true]);
  });

  it('has it again also where too many have come from there', async () => {
    const strict = await startForum({ database: 'sqlite', env: { RATE_LIMITS: 'on', GUESTS_PER_HOUR: '3' } });
    const send = (text: string) =>
      strict.visit(`/threads/${strict.thread.id}/messages`, {
        method: 'POST',
        body: new URLSearchParams({ name: 'Anna', text }),
      });
    // Ana and Ben have come from there already.
    expect((await send('The first of us.')).status).toBe(303);
    const refused = await send('The second of us.');
    expect([refused.status, refused.text.includes('The second of us.')]).toEqual([429, true]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
