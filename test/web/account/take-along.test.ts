import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { beforeAll, expect, it } from '@jest/globals';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import { signInByMail } from '../../support/signing-in.js';
import { unzip } from '../../support/unzip.js';
import { atTheAccount } from './at-the-account.js';

let forum: Forum;
let mails: MailServer;
beforeAll(async () => {
  mails = await MailServer.start();
  forum = await startForum({ database: 'sqlite', env: { SMTP_URL: mails.url } });
}, 60_000);

it('puts together what is stored of somebody, and gives it to them as a file', async () => {
  const who = await signInByMail(forum, mails, 'taker@example.org', 'Tessa Born');
  await forum.as(who).post(forum.thread, 'This is to be in the archive.');
  const { page, there } = await atTheAccount(forum, mails, who);
  await there.press('Put it together');
  await page.getByText('It is being put together.').waitFor();
  await forum.service(Jobs).runDue();
  const link = page.getByRole('link', { name: 'Download it' });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const files = unzip(await buffer(createReadStream(await download.path())));
  expect([...files.keys()]).toContain('index.html');
  expect(files.get('index.html')).toContain('This is to be in the archive.');
});
