import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
});

async function opens(options: Parameters<typeof visitor>[0] = { javaScriptEnabled: false }): Promise<Visitor> {
  return (await visitor(options)).open(`${forum.url}/threads/${thread.id}`);
}

const authors = async () => (await forum.anyone.page(thread)).messages.map(({ author }) => author?.name);

describe('without JavaScript', () => {
  it('the thread can be read, sorted, posted to and answered', async () => {
    await forum.as(forum.ana).post(thread, 'A plain page is a good page.');
    const lynx = await opens();
    await lynx.sees('A plain page is a good page.');

    await lynx.post('Posted by a form.', 'Lynx');
    await lynx.sees('Your message is published.');
    await lynx.sees('Posted by a form.');

    await lynx.open(`${forum.url}/threads/${thread.id}?sort=newest`);
    expect(await lynx.reads()).toEqual(['Posted by a form.', 'A plain page is a good page.']);

    await lynx.reply('A plain page', 'Answered by a form.', 'Lynx');
    await lynx.sees('Answered by a form.');
    const [first] = (await forum.anyone.page(thread)).messages;
    expect(first?.replies?.messages.map(({ html }) => html.trim())).toEqual(['<p>Answered by a form.</p>']);
  });

  it('a refusal gives the form back with its text', async () => {
    const lynx = await opens();
    await lynx.post('I am the moderator here.', 'Mia');
    await lynx.sees('Please choose another');
    expect(await lynx.composer.locator('textarea').inputValue()).toBe('I am the moderator here.');
  });

  it('the address at which a form was refused leads to the discussion', async () => {
    await forum.as(forum.ana).post(thread, 'What was said before.');
    const lynx = await opens();
    await lynx.post('I am the moderator here.', 'Mia');
    await lynx.sees('Please choose another');
    await lynx.open(lynx.page.url());
    await lynx.sees('What was said before.');
    expect(lynx.page.url()).toBe(`${forum.url}/threads/${thread.id}`);
  });

  it('two people of one address may say the same under the same name (row D12)', async () => {
    const [first, second] = [await opens(), await opens()];
    await first.post('I agree', 'Anna');
    await first.sees('Your message is published.');
    await second.post('I agree', 'Anna');
    await second.sees('Your message is published.');
    expect(await authors()).toEqual(['Anna', 'Anna']);
  });

  it('so may the next one at the same browser', async () => {
    const library = await opens();
    for (const _ of [1, 2]) {
      await library.open(`${forum.url}/threads/${thread.id}`);
      await library.post('I agree', 'Anna');
      await library.sees('Your message is published.');
    }
    expect(await authors()).toEqual(['Anna', 'Anna']);
  });

  it('a double click, a look back and another press are one message', async () => {
    const lynx = await opens();
    await lynx.write('I agree', 'Anna');
    await lynx.page.getByRole('button', { name: 'Post', exact: true }).dblclick();
    await lynx.sees('Your message is published.');
    await lynx.page.goBack();
    await lynx.write('I agree', 'Anna');
    await lynx.press('Post');
    await lynx.sees('Your message is published.');
    await lynx.page.reload();
    expect(await authors()).toEqual(['Anna']);
  });

  it('two people of one address may say the same below an article of another site', async () => {
    const src = `${forum.url}/embed?${new URLSearchParams({ site: 'default', url: thread.url })}`;
    const paper = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end(`<iframe src="${src}" width="800" height="600"></iframe>`),
    );
    await new Promise<void>((resolve) => paper.listen(0, '127.0.0.1', resolve));
    for (const _ of [1, 2]) {
      const lynx = await opens();
      await lynx.open(`http://localhost:${(paper.address() as AddressInfo).port}/`);
      const frame = lynx.page.frameLocator('iframe');
      await frame.locator('#composer textarea').fill('I agree');
      await frame.locator('#composer input[name=name]').fill('Anna');
      await frame.getByRole('button', { name: 'Post', exact: true }).dblclick();
      await frame.getByText('Your message is published.').waitFor();
      await lynx.context.close();
    }
    paper.close();
    expect(await authors()).toEqual(['Anna', 'Anna']);
  });

  it('the last line of the tag shows the forum of the article that it stands in, and posts there', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const [, line = ''] = /<noscript>(<iframe .*<\/iframe>)<\/noscript>/.exec(readme) ?? [];
    const tag = `<noscript>${line.replace('https://FORUM', forum.url).replace('SITE', 'default')}</noscript>`;
    const paper = createServer((_, response) => response.setHeader('content-type', 'text/html').end(tag));
    await new Promise<void>((resolve) => paper.listen(0, '127.0.0.1', resolve));
    const url = `http://localhost:${(paper.address() as AddressInfo).port}/ferry`;
    const lynx = await opens();
    await lynx.open(url);
    const frame = lynx.page.frameLocator('iframe');
    await frame.locator('#composer textarea').fill('I was on it.');
    await frame.locator('#composer input[name=name]').fill('Anna');
    await frame.getByRole('button', { name: 'Post', exact: true }).click();
    await frame.getByText('Your message is published.').waitFor();
    await lynx.context.close();
    paper.close();
    expect(await forum.anyone.openThread({ site: 'default', url })).toMatchObject({ url, messageCount: 1 });
  });

  it('a form on another site’s page posts nothing, and says where one can write (row S9)', async () => {
    const lynx = await opens();
    const fields = '<input name="name" value="Eve"><input name="text" value="Cheap pills">';
    const form = `<form method="post" action="${forum.url}/threads/${thread.id}/messages">${fields}<button>Win</button></form>`;
    await lynx.page.route('http://evil.example/', (route) =>
      route.fulfill({ body: form, contentType: 'text/html', headers: { 'referrer-policy': 'no-referrer' } }),
    );
    await lynx.open('http://evil.example/');
    await lynx.press('Win');
    await lynx.sees('This page is not one of the forum’s own.');
    expect(await authors()).toEqual([]);
    await lynx.page.getByRole('link', { name: 'Show the whole discussion' }).click();
    await lynx.sees('Say the first word.');
  });
});

describe('with JavaScript', () => {
  it('nobody gets the key of a form', async () => {
    const reader = await opens({});
    await reader.takenOver();
    await reader.post('Good morning.', 'Ana');
    await until('the message', async () => (await authors()).length === 1);
    expect(await reader.context.cookies()).toEqual([]);
  });
});
