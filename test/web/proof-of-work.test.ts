import { beforeAll, describe, expect, it } from '@jest/globals';
import { SitesService } from '../../src/sites/sites.service.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';

let forum: Forum;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  await forum.service(SitesService).change('default', { settings: { guestProof: 'always' } });
}, 60_000);

describe('a guest of whom work is asked', () => {
  it('writes as ever: the browser does it, and nothing is said of it', async () => {
    const ana = await (await visitor()).open(`${forum.url}/threads/${forum.thread.id}`);
    const chunks: string[] = [];
    ana.page.on('response', (response) => chunks.push(new URL(response.url()).pathname));
    await ana.post('It calculates.', 'Ana');
    await ana.sees('It calculates.');
    const written = async () => (await forum.anyone.page(forum.thread)).messages.map(({ html }) => html);
    await until('the message on the server', async () => (await written()).join().includes('It calculates.'));
    expect(chunks.filter((path) => /\/work-[\w-]+\.js$/.test(path))).toHaveLength(1);
    expect(chunks).toContain('/api/v1/challenges');
    expect(await ana.faults()).toEqual([]);
  });

  it('is told why where the page came over plain HTTP, which can derive nothing', async () => {
    const ben = await (await visitor()).open(`${forum.url}/threads/${forum.thread.id}`);
    await ben.page.evaluate(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
    await ben.post('Not from here.', 'Ben');
    await ben.sees('First a little calculation is needed');
    expect(await ben.page.getByText('Not from here.').count()).toBeGreaterThan(0);
  });
});
