import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

/** Somebody opens the thread's own page. */
async function opens(): Promise<Visitor> {
  return (await visitor()).open(`${forum.url}/threads/${thread.id}`);
}

const texts = async () =>
  (await forum.anyone.page(thread)).messages.map(({ html }) => html.replace(/<[^>]+>/g, '').trim());

/** From now on the server gets what is posted, and the browser does not learn of it. */
async function losesAnswers({ page }: Visitor): Promise<void> {
  await page.route('**/messages', async (route) => {
    if (route.request().method() === 'POST') await route.fetch();
    await route.abort();
  });
}

/** From now on what is posted is answered within the browser, sooner than anything can be drawn. */
async function answersAtOnce({ page }: Visitor): Promise<void> {
  const [like] = (await forum.anyone.page(thread)).messages;
  await page.evaluate((like) => {
    const ask = window.fetch;
    window.fetch = async (to, init) => {
      if (init?.method !== 'POST') return ask(to, init);
      const message = { ...like, id: 'soon', position: 1_000, html: `<p>${JSON.parse(String(init.body)).text}</p>` };
      return new Response(JSON.stringify({ message }), { status: 201 });
    };
  }, like);
}

describe('a message on its way', () => {
  it('is posted once however often the button is pressed', async () => {
    const ana = await opens();
    await ana.write('Once is enough.', 'Ana');
    await ana.page.getByRole('button', { name: 'Post', exact: true }).dblclick();
    await ana.sees('Once is enough.');
    await until('the message on the server', async () => (await texts()).length > 0);
    await ana.page.reload();
    await ana.sees('Once is enough.');
    expect(await texts()).toEqual(['Once is enough.']);
  });

  it('is where its author looks, however far down it stands and however soon its answer comes', async () => {
    for (let n = 1; n <= 15; n++) await forum.as(forum.ben).post(thread, `Line ${n} of a long talk.`);
    const ana = await opens();
    await ana.post('I have read it all.', 'Ana');
    await until('the message on the server', async () => (await texts()).length === 16);
    await ana.page.evaluate(() => scrollTo(0, 0));
    await answersAtOnce(ana);
    await ana.post('The last word.');
    await until('the message in view', async () => {
      const top = await ana.top('The last word.');
      return top > 0 && top < 700;
    });
  });

  it('that is far too long is counted no further than it helps', async () => {
    const ana = await opens();
    await ana.write('e\u0301'.repeat(5_003));
    await ana.sees('3 characters too many');
    await ana.write('e\u0301'.repeat(12_000));
    await ana.sees('More than 5,000 characters too many');
  });

  it('keeps its draft through a reload', async () => {
    const ana = await opens();
    await ana.write('Half a thought');
    await ana.page.reload();
    await until('the draft', async () => (await ana.composer.locator('textarea').inputValue()) === 'Half a thought');
  });

  it('waits while the reader is offline and is sent once when they are back', async () => {
    const ana = await visitor();
    // Its socket, still on its way when the network goes, would come through and the page believe itself back.
    const live = ana.page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
    await ana.open(`${forum.url}/threads/${thread.id}`);
    await live;
    await ana.context.setOffline(true);
    await ana.post('Written on the ferry.', 'Ana');
    await ana.sees('Waits for the network.');
    await ana.sees('You are offline.');
    await ana.context.setOffline(false);
    await until('the message on the server', async () => (await texts()).length > 0);
    expect(await texts()).toEqual(['Written on the ferry.']);
    await until('no second copy', async () => (await ana.message('Written on the ferry.').count()) === 1);
  });

  it('is written where nobody seems to read or write, while the reader is offline', async () => {
    await forum.as(forum.ben).post(thread, 'Is anybody there?');
    const ana = await opens();
    const ben = await forum.connect(forum.ben);
    ben.send({ event: 'follow', data: { thread: thread.id } });
    await ben.frame('following');
    ben.send({ event: 'typing', data: { thread: thread.id } });
    await ana.sees(/Ben.* is writing/);
    await ana.context.setOffline(true);
    await ana.sees('You are offline.');
    expect(await ana.page.locator('.facts').innerText()).toBe('1 message');
    await ana.context.setOffline(false);
  });

  it('stands once when its answer is lost, because the stream tells of it', async () => {
    const ana = await opens();
    await losesAnswers(ana);
    await ana.post('Did you get this?', 'Ana');
    await until('the message', async () => (await ana.reads()).length === 1);
    await until('the message in its place', async () => (await ana.page.locator('.unpublished').count()) === 0);
    expect(await ana.reads()).toEqual(['Did you get this?']);
    expect(await texts()).toEqual(['Did you get this?']);
  });

  it('is sent again after a reload when neither answer nor stream told of it, and stands once', async () => {
    const ana = await visitor();
    await ana.page.routeWebSocket(/\/api\/v1\/live/, (socket) => void socket.close());
    await ana.page.route('**/events?*', (route) => route.abort());
    await losesAnswers(ana);
    await ana.open(`${forum.url}/threads/${thread.id}`);
    await ana.post('And did you get that?', 'Ana');
    await ana.sees('Waits for the network.');
    await ana.page.unroute('**/messages');
    await ana.page.reload();
    await until('the answer', async () => (await ana.page.locator('.unpublished').count()) === 0);
    await ana.sees('And did you get that?');
    expect(await texts()).toEqual(['And did you get that?']);
  });

  it('is held with a word to its author, and shown to nobody else', async () => {
    const eve = await opens();
    await eve.post('Look at https://example.org/bargains', 'Eve');
    await eve.sees('Held: a moderator reads it before it appears.');
    await eve.page.reload();
    await eve.sees('Held: a moderator reads it before it appears.');
    const ben = await opens();
    await ben.sees('No messages yet.');
  });

  it('is refused with the reason, and its text is kept', async () => {
    const ana = await opens();
    await ana.post('The same thing.', 'Ana');
    await until('the first', async () => (await texts()).length === 1);
    await ana.post('The same thing.');
    await ana.sees('Not posted.');
    await ana.press('Change it');
    await until('the text', async () => (await ana.composer.locator('textarea').inputValue()) === 'The same thing.');
  });
});
