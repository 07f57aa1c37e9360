import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../../support/forum.js';
import { until } from '../../support/until.js';
import { visitor } from '../browser.js';
import type { Visitor } from '../visitor.js';

let forum: Forum;
let reader: Visitor;
let message: { readonly id: string };

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  message = await forum.as(forum.ana).post(forum.thread, 'I was there.');
}, 60_000);

beforeEach(async () => {
  reader = await visitor({ permissions: ['clipboard-read', 'clipboard-write'] });
});
const page = (path: string) => forum.config.PUBLIC_URL.origin + path;

describe('a link to a message', () => {
  it('of another article is passed over', async () => {
    const another = await forum.anyone.openThread({ site: 'default', url: 'http://localhost/another' });
    const stranger = await forum.as(forum.ben).post(another, 'About something else.');
    const asked = reader.page.waitForResponse(/\/context$/);
    await reader.open(page(`/threads/${forum.thread.id}#message-${stranger.id}`));
    await (await asked).finished();
    await reader.sees('I was there.');
    expect(await reader.page.getByText('About something else.').count()).toBe(0);
    expect(await reader.page.getByText('no longer here').count()).toBe(0);
  });

  it('that is gone says so', async () => {
    await reader.open(page(`/threads/${forum.thread.id}#message-0193a5e2-7c1e-7c55-9d4b-0a3f6c1d2e4f`));
    await reader.sees('The message that this link leads to is no longer here.');
    await reader.sees('I was there.');
    expect(await reader.barriers()).toEqual([]);
  });

  it('is the article’s own address where it is shared', async () => {
    await reader.open(page(`/threads/${forum.thread.id}`));
    await reader.choose('I was there.', 'Share');
    const copied = () => reader.page.evaluate(() => navigator.clipboard.readText());
    await until('the link copied', async () => (await copied()) === `${forum.thread.url}#message-${message.id}`);
  });

  it('is a page with the headline and the way to the article where its date is opened, also from under the article', async () => {
    const { url } = forum.thread;
    await reader.open(page(`/embed?${new URLSearchParams({ site: 'default', url })}`));
    const opened = reader.page.waitForEvent('popup');
    await reader.message('I was there.').locator('a.when').first().click();
    const tab = await opened;
    expect(await tab.locator('.article h1 a').getAttribute('href')).toBe(url);
    await tab.close();
  });
});

describe('a page of a discussion that is shared', () => {
  it('says what it is about and who said what', async () => {
    const { text } = await forum.visit(`/threads/${forum.thread.id}`);
    expect(text).toMatch(/<meta name="description" content="\d+ messages?\. Ana: “I was there\.”"/);
    for (const name of ['title', 'description', 'type', 'url', 'site_name'])
      expect(text).toContain(`<meta property="og:${name}" content="`);
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text) ?? [];
    const said = JSON.parse(json) as { author: { name: string }; comment: { author: { name: string; url: string } }[] };
    expect(said.author.name).not.toBe(new URL(forum.thread.url).host);
    expect(said.comment[0]!.author).toMatchObject({ name: 'Ana', url: expect.stringContaining(message.id) });
  });
});
