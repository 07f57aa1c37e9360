import { beforeAll, expect, it } from '@jest/globals';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { ErasuresService } from '../../../src/messages/erasures/erasures.service.js';
import { RestoredService } from '../../../src/messages/erasures/restored.service.js';
import { minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import { leftovers } from '../../support/leftovers.js';
import { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';
import { expectRefusal } from '../../support/refusal.js';
import { signInByMail } from '../../support/signing-in.js';
import { until } from '../../support/until.js';

eachDatabase('somebody who erases themselves', (database) => {
  let mails: MailServer;
  let forum: Forum;
  let people = 0;
  beforeAll(async () => {
    mails = await MailServer.start();
    forum = await startForum({ database, env: { SMTP_URL: mails.url, JOBS_POLL: '60000' } });
  });

  const member = () => {
    people += 1;
    return signInByMail(forum, mails, `zenobia${people}@palmyra.example`, `Zenobia ${people}`);
  };
  /** The job that takes the words may be on its way already. */
  const gone = async (words: readonly string[]) => {
    await forum.service(Jobs).runDue();
    await until(`nothing of ${words.join()}`, async () => (await leftovers(forum, words)).length === 0);
  };
  const erase = (who: Person, messages: string, key?: string) =>
    forum.as(who).ask('DELETE', '/me', { body: { messages }, ...(key === undefined ? {} : { key }) });
  /** Writes, changes, takes back, is held, votes and reports: words of theirs are wherever words can be. */
  const live = async (who: Person) => {
    const mark = `quincunx${people}`;
    const post = await forum.as(who).post(forum.thread, `First ${mark}.`);
    const edited = await forum.as(who).edit(post, `Second ${mark}.`);
    const back = await forum.as(who).post(forum.thread, `Taken back ${mark}.`);
    await forum.as(who).ask('DELETE', `/messages/${back.id}`);
    await forum.changeSite('default', { settings: { premoderation: 'all' } });
    await forum.as(who).post(forum.thread, `Waiting ${mark}.`);
    await forum.changeSite('default', { settings: { premoderation: 'none' } });
    const rejected = await forum.as(who).post(forum.thread, `Rejected ${mark}.`);
    await forum.as(forum.mia).decide(rejected, 'reject', { reason: 'No' });
    const others = await forum.as(forum.ben).post(forum.thread, `Ben's ${people}.`);
    await forum.as(who).report(others, 'abuse', `My note ${mark}`);
    return { post: edited, mark };
  };

  it('leaves no name, no address and no word in any table', async () => {
    const zenobia = await member();
    const { mark } = await live(zenobia);
    const words = [zenobia.name, `zenobia${people}@palmyra`, mark];
    expect((await leftovers(forum, words)).length).toBeGreaterThan(3);
    expect(await erase(zenobia, 'remove')).toMatchObject({ status: 202, body: { messages: 'remove' } });
    await gone(words);
    expect(await leftovers(forum, [zenobia.id])).not.toContain('credentials.member_id');
  });

  it('keeps what is on a page under no name, and nothing else', async () => {
    const zenobia = await member();
    const { post, mark } = await live(zenobia);
    const page = await forum.follow(forum.thread);
    expect((await erase(zenobia, 'keep')).status).toBe(202);
    await forum.service(Jobs).runDue();
    expect(await page.next('message.edited')).toMatchObject({
      id: post.id,
      author: { name: 'Erased' },
      html: post.html,
    });
    const { messages } = await forum.anyone.page(forum.thread, { sort: 'newest', limit: 100 });
    expect(messages.find(({ id }) => id === post.id)).toMatchObject({ author: { name: 'Erased' }, html: post.html });
    expect(await leftovers(forum, [zenobia.name, `zenobia${people}@palmyra`])).toEqual([]);
    expect(await leftovers(forum, [mark])).toEqual(['messages.html', 'messages.text']);
    expect(
      await leftovers(forum, [`First ${mark}`, `Waiting ${mark}`, `Rejected ${mark}`, `Taken back ${mark}`]),
    ).toEqual([]);
  });

  it('is signed out at once, everywhere, and starts anew with the same address', async () => {
    const zenobia = await member();
    const socket = await forum.follow(forum.thread, zenobia);
    expect((await erase(zenobia, 'remove')).status).toBe(202);
    expectRefusal(await forum.as(zenobia).ask('GET', '/me'), 'sign_in_required');
    expectRefusal(await erase(zenobia, 'remove'), 'sign_in_required');
    expect(await socket.end()).toMatchObject({ code: 4401 });
    const again = await signInByMail(forum, mails, `zenobia${people}@palmyra.example`, zenobia.name);
    expect(again.id).not.toBe(zenobia.id);
  });

  it('is done once, also where it is asked for twice at the same moment', async () => {
    const zenobia = await member();
    const statuses = await Promise.all([1, 2].map(async () => (await erase(zenobia, 'keep', 'erase-me')).status));
    expect(statuses.every((status) => [202, 401].includes(status))).toBe(true);
    expect(statuses).toContain(202);
    expect((await forum.service(ErasuresService).erased()).filter(({ id }) => id === zenobia.id)).toHaveLength(1);
  });

  it('is refused to staff, whose role somebody else has to take', async () => {
    const nora = await forum.staff(`Nora ${database}`, 'moderator', 'default');
    expectRefusal(await erase(nora, 'remove'), 'role_held');
    expect((await forum.as(nora).ask('GET', '/me')).status).toBe(200);
    expectRefusal(await erase(forum.ana, 'both'), 'invalid_request');
  });

  it('is erased in the same way again after a restore, and never gets removed words back', async () => {
    const [kept, removed] = [await member(), await member()];
    const stays = await forum.as(kept).post(forum.thread, 'What stays of me.');
    await erase(kept, 'keep');
    await erase(removed, 'remove');
    await gone([kept.name, removed.name]);
    const all = await forum.service(ErasuresService).erased();
    expect(all).toContainEqual({ id: kept.id, messages: 'keep' });
    await forum.connections.write.query(`DELETE FROM erasures`);
    await forum.connections.write.query(`UPDATE members SET name = 'Zenobia is back' WHERE id = '${kept.id}'`);
    await forum.service(RestoredService).settle(all);
    expect(await leftovers(forum, ['Zenobia is back'])).toEqual([]);
    expect((await forum.anyone.ask('GET', `/messages/${stays.id}`)).body).toMatchObject({
      message: { author: { name: 'Erased' }, state: 'published' },
    });
    await forum.service(ErasuresService).erase(removed.id, 'keep');
    expect(await forum.service(ErasuresService).erased()).toContainEqual({ id: removed.id, messages: 'remove' });
  });

  it('stays erased when it is looked at once more a minute later', async () => {
    const zenobia = await member();
    await erase(zenobia, 'keep');
    await gone([zenobia.name]);
    await forum.connections.write.query(`UPDATE members SET name = 'Late Zenobia' WHERE id = '${zenobia.id}'`);
    forum.clock.pass(minutes(2));
    await gone(['Late Zenobia']);
    expect(await leftovers(forum, ['Late Zenobia'])).toEqual([]);
  });
});
