import { beforeAll, expect, it } from '@jest/globals';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';

const DAY = hours(24);

eachDatabase('who somebody is', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('keeps the answers of two members apart who use one Idempotency-Key, also when they send again', async () => {
    const { ana, ben, thread } = forum;
    const post = (who: typeof ana) =>
      forum.as(who).ask('POST', `/threads/${thread.id}/messages`, { body: { text: 'I was there.' }, key: 'the-same' });
    const first = [await post(ana), await post(ben)];
    const again = [await post(ana), await post(ben)];
    const names = (answers: typeof first) =>
      answers.map(({ body }) => (body as { message: { author: { name: string } } }).message.author.name);
    expect(names(first)).toEqual(['Ana', 'Ben']);
    expect(names(again)).toEqual(['Ana', 'Ben']);
    expect(again.map(({ body }) => body)).toEqual(first.map(({ body }) => body));
    expect(again.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual(['true', 'true']);
    expect((await forum.anyone.page(thread)).messages).toHaveLength(2);
  });

  it('lasts for fourteen days with a session, and no longer', async () => {
    const { link } = await forum.service(StaffService).addStaff('nora@example.com', 'moderator', 'default', 'Nora');
    const { session, maxAge } = await forum.service(TokensService).signIn(link);
    expect(maxAge).toBe((14 * DAY) / 1_000);
    const nora = forum.as({ id: '', name: 'Nora', token: session });
    forum.clock.pass(14 * DAY - hours(1));
    expect((await nora.me()).member.name).toBe('Nora');
    forum.clock.pass(hours(1));
    // A process that has not seen her yet: this one believes for some seconds in what it has read.
    const beside = await startBeside(forum);
    await expect(beside.as({ id: '', name: 'Nora', token: session }).me()).rejects.toMatchObject({ status: 401 });
  });

  it('is another at once where a role is given or taken', async () => {
    const members = forum.service(StaffService);
    const paul = await forum.staff('Paul', 'moderator', 'default');
    expect((await forum.as(paul).me()).member.role).toBe('member');
    expect((await forum.as(paul).me()).sites).toEqual(['default']);
    await members.addStaff('paul@example.com', 'admin', null);
    expect(await forum.as(paul).me()).toMatchObject({ member: { role: 'admin' }, sites: ['*'] });
    await members.removeStaff('paul@example.com', null);
    expect((await forum.as(paul).ask('GET', '/me')).status).toBe(401);
  });

  it('is on a socket whoever signed in last', async () => {
    const { ana, ben, thread } = forum;
    const reader = await forum.follow(thread);
    const writer = await forum.follow(thread, ana);
    writer.send({ event: 'authenticate', data: { token: ben.token } });
    expect(await writer.frame('authenticated')).toMatchObject({ member: { name: 'Ben' } });
    writer.send({ event: 'typing', data: { thread: thread.id } });
    const { typing } = await reader.frame('signal', (data) => (data.typing ?? []).length > 0);
    expect(typing?.map(({ name }) => name)).toEqual(['Ben']);
  });
});
