import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { SilentProxy } from '../support/silent-proxy.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { atTheDesk } from './moderator.js';

jest.setTimeout(60_000);

/** Row A3: between the reader and the forum stands something that forgets an open socket and tells neither of them. */
describe('a line that goes dead without a word', () => {
  let proxy: SilentProxy;
  let forum: Forum;

  beforeAll(async () => {
    proxy = await SilentProxy.listen();
    forum = await startForum({ database: 'sqlite', env: { PUBLIC_URL: proxy.url } });
    proxy.leadTo(forum.config.PORT);
  }, 60_000);
  afterAll(() => proxy.close());

  it('is noticed within a minute; the page says so, opens anew, and shows what came meanwhile', async () => {
    const { thread } = forum;
    const ben = await visitor();
    await ben.page.clock.install();
    await ben.open(`${proxy.url}/threads/${thread.id}`);
    await forum.as(forum.ana).post(thread, 'Before the silence.');
    await ben.sees('Before the silence.');

    proxy.forget();
    const message = await forum.as(forum.ana).post(thread, 'In the silence.');
    await forum.as(forum.ana).edit(message, 'In the deep silence.');
    await ben.page.clock.fastForward(20_000);
    expect(await ben.reads()).toEqual(['Before the silence.']);
    expect(proxy.upgraded).toHaveLength(1);

    await ben.page.clock.fastForward(40_000);
    await ben.sees('reconnecting…');
    await until('another socket', () => proxy.upgraded.length > 1);
    expect((await ben.page.request.get(`${proxy.url}/api/v1/threads/${thread.id}`)).status()).toBe(200);

    proxy.letIn();
    await ben.sees('In the deep silence.');
    await until('the end of the note', async () => (await ben.page.getByText('reconnecting…').count()) === 0);
    await forum.as(forum.ana).post(thread, 'After the silence.');
    await ben.sees('After the silence.');
    expect(await ben.reads()).toEqual(['Before the silence.', 'In the deep silence.', 'After the silence.']);
  });

  it('is noticed by the desk as well, which shows what came meanwhile', async () => {
    const newcomer = await forum.guest('Ida');
    const mia = await atTheDesk(forum, forum.mia);
    await mia.desk.page.clock.install();
    const before = proxy.upgraded.length;
    await mia.goTo('held');
    await mia.desk.sees('Live');
    await until('its socket', () => proxy.upgraded.length > before);
    await forum.as(newcomer).post(forum.thread, 'Before www.example.org/a');
    await mia.lists('Ida');

    proxy.forget();
    const open = proxy.upgraded.length;
    await forum.as(newcomer).post(forum.thread, 'Meanwhile www.example.org/b');
    await mia.desk.page.clock.fastForward(60_000);
    await mia.desk.sees(/Connection lost|Connecting/);
    await mia.desk.page.clock.fastForward(2_000);
    await until('another socket', () => proxy.upgraded.length > open);
    proxy.letIn();
    await mia.lists('Ida', 'Ida');
    await mia.desk.sees('Live');
  });
});
