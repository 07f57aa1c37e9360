import { beforeAll, expect, it } from '@jest/globals';
import { ResealingService } from '../../../src/identity/credentials/resealing.service.js';
import { accountAnswer } from '../../../src/identity/account/account.schema.js';
import { SecretBox } from '../../../src/identity/secrets/secret-box.js';
import { eachDatabase } from '../../support/databases.js';
import { startBeside, startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import { signInByMail } from '../../support/signing-in.js';

const KEYS = ['the-first-key-of-three-which-nobody-guesses', 'the-second-key-of-three-which-nobody-guesses'] as const;

eachDatabase('mail addresses, when the key is changed', (database) => {
  let mails: MailServer;
  let before: Forum;
  let between: Forum;
  const people: string[] = [];
  beforeAll(async () => {
    mails = await MailServer.start();
    const SMTP_URL = mails.url;
    before = await startForum({ database, env: { SMTP_URL, SECRET_KEY: KEYS[0], JOBS_POLL: '60000' } });
    const both = { SMTP_URL, SECRET_KEY: KEYS[1], SECRET_KEY_BEFORE: KEYS[0], JOBS_POLL: '60000' };
    between = await startBeside(before, both);
    for (const name of ['Xenia', 'Yves', 'Zoe'])
      people.push((await signInByMail(before, mails, `${name.toLowerCase()}@example.org`, name)).id);
  });

  const rows = () =>
    before.connections.write.query<{ subject: string; sealed: string }[]>(
      'SELECT subject, sealed FROM credentials ORDER BY id',
    );

  it('are found by either key meanwhile', async () => {
    expect((await signInByMail(between, mails, 'xenia@example.org', 'Xenia')).id).toBe(people[0]);
  });

  it('are taken over, each once, and the second time there is nothing to do', async () => {
    const box = between.service(SecretBox);
    expect((await rows()).filter(({ sealed }) => box.isOld(sealed))).toHaveLength(2);
    const all = between.service(ResealingService);
    expect(await all.reseal()).toEqual({ resealed: 2, closed: 0, publishers: 0 });
    expect((await rows()).filter(({ sealed }) => box.isOld(sealed))).toEqual([]);
    const after = await rows();
    expect(await all.reseal()).toEqual({ resealed: 0, closed: 0, publishers: 0 });
    expect(await rows()).toEqual(after);
  });

  it('are found and opened after it without the key before', async () => {
    const SMTP_URL = mails.url;
    const later = await startBeside(before, { SMTP_URL, SECRET_KEY: KEYS[1], JOBS_POLL: '60000' });
    const yves = await signInByMail(later, mails, 'yves@example.org', 'Yves');
    expect(yves.id).toBe(people[1]);
    expect((await later.as(yves).get(accountAnswer, 'GET', '/me')).email).toBe('y…@example.org');
  });

  it('are left as they are, and counted, where no key opens them', async () => {
    const stranger = await startBeside(before, { SECRET_KEY: 'a-key-that-has-never-sealed-anything-here' });
    const kept = await rows();
    expect(await stranger.service(ResealingService).reseal()).toEqual({ resealed: 0, closed: 3, publishers: 0 });
    expect(await rows()).toEqual(kept);
  });
});
