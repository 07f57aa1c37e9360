import { beforeAll, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { visitor } from './browser.js';

let forum: Forum;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
});

it('shows a developer the API, and lets them try it, under the policy of all our pages', async () => {
  const { page } = await visitor();
  const answer = await page.goto(`${forum.config.PUBLIC_URL.origin}/api/docs`);
  expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';(?!.*unsafe)/);
  const live = page.locator('.opblock', { hasText: '/health/live' });
  await live.locator('.opblock-summary').click();
  await live.getByRole('button', { name: 'Try it out' }).click();
  await live.getByRole('button', { name: 'Execute' }).click();
  await live.locator('.live-responses-table', { hasText: '"status": "ok"' }).waitFor();
});

it('leads whoever has no JavaScript to the same as a file', async () => {
  const { page } = await visitor({ javaScriptEnabled: false });
  await page.goto(`${forum.url}/api/docs`);
  const link = page.locator('a', { hasText: 'openapi.json' });
  await link.waitFor();
  const answer = await forum.visit((await link.getAttribute('href')) ?? '');
  expect(answer.body).toMatchObject({ openapi: '3.1.0' });
});
