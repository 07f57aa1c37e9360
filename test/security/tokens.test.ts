import { beforeAll, describe, expect, it } from '@jest/globals';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { sha256 } from '../../src/database/ids.js';
import { Transactions, type Tx } from '../../src/database/transactions.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { refusalOf } from '../support/answer.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

describe('a token', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
  });

  it('is answered with whom it speaks for', async () => {
    const reader = await forum.connect();
    reader.send({ event: 'authenticate', data: { token: forum.ana.token } });
    const { member } = await forum.as(forum.ana).me();
    expect(await reader.frame('authenticated')).toEqual({ member });
  });

  it('that is not good is answered so, and the socket goes on as what it was', async () => {
    const { ana } = forum;
    const reader = await forum.follow(forum.thread, ana);
    reader.send({ event: 'authenticate', data: { token: 'no-such-token' } });
    expect(await reader.frame('error')).toMatchObject({ code: 'sign_in_required', for: 'authenticate' });
    reader.send({ event: 'typing', data: { thread: forum.thread.id } });
    await reader.frame('signal', ({ typing }) => typing?.[0]?.name === 'Ana');
  });

  it('that was taken back closes all its sockets with 4401, and no other', async () => {
    const cleo = await forum.guest('Cleo');
    const sockets = [await forum.follow(forum.thread, cleo), await forum.connect(cleo)];
    const other = await forum.follow(forum.thread, forum.ben);
    await forum.service(TokensService).signOut(sha256(cleo.token));
    for (const socket of sockets) expect(await socket.end()).toMatchObject({ code: 4401 });
    expect(other.closed).toBeUndefined();
  });

  it('that another process took back closes its sockets within 5 s', async () => {
    const dora = await forum.guest('Dora');
    const socket = await forum.connect(dora);
    const begun = performance.now();
    // The command line writes to the same database and tells this process nothing.
    await inSilence((tx) =>
      tx.query('UPDATE tokens SET revoked_at = $1 WHERE hash = $2', [tx.now, sha256(dora.token)]),
    );
    expect(await socket.end()).toMatchObject({ code: 4401 });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('of somebody all of whose tokens were taken back is good nowhere any more: not here, not on another process, not on an open socket (row 39)', async () => {
    const beside = await startBeside(forum);
    const max = await forum.staff('Max', 'moderator', 'default');
    const other = { ...max, token: await forum.service(StaffService).staffToken('max@example.com') };
    const everywhere = [forum, beside].flatMap((process) => [max, other].map((who) => ({ process, who })));
    const sockets = await Promise.all(everywhere.map(({ process, who }) => process.connect(who)));
    for (const { process, who } of everywhere) expect((await process.as(who).me()).member.name).toBe('Max');
    const bystander = await beside.follow(forum.thread, forum.ben);
    await forum.service(StaffService).removeStaff('max@example.com', null);
    for (const { process, who } of everywhere) {
      const isRefused = async () => (await process.as(who).ask('GET', '/me')).status === 401;
      await until('the token to be good no more', isRefused);
    }
    for (const socket of sockets) expect(await socket.end()).toMatchObject({ code: 4401 });
    expect(bystander.closed).toBeUndefined();
  });

  it('of the banned stays good to read with, and speaks for nobody from the ban on, on a socket that was open before (row 39)', async () => {
    const paul = await forum.guest('Paul');
    await forum.as(paul).post(forum.thread, 'Good morning.');
    const socket = await forum.follow(forum.thread, paul);
    socket.send({ event: 'typing', data: { thread: forum.thread.id } });
    await socket.frame('signal', ({ typing }) => typing?.some(({ name }) => name === 'Paul') ?? false);
    await forum.as(forum.mia).ban(paul);
    socket.send({ event: 'typing', data: { thread: forum.thread.id } });
    expect(await socket.frame('error')).toMatchObject({ code: 'banned', for: 'typing' });
    expect(await refusalOf(forum.as(paul).post(forum.thread, 'Still here.'))).toMatchObject({ code: 'banned' });
    const { id } = await forum.as(forum.ben).post(forum.thread, 'Without Paul.');
    expect((await socket.next('message.posted')).id).toBe(id);
  });

  it('of somebody who moderates no more keeps its socket, without the queue', async () => {
    const max = await forum.staff('Max', 'moderator', 'default');
    const console = await forum.watchQueue('default', max);
    await inSilence((tx) => tx.query('DELETE FROM staff_roles WHERE member_id = $1', [max.id]));
    await forum.service(Transactions).run(async (tx) => tx.emit({ name: 'member.changed', memberId: max.id }));
    expect(await console.frame('error')).toMatchObject({ code: 'not_allowed', for: 'follow' });
    await forum.as(forum.ana).report(await forum.as(forum.ben).post(forum.thread, 'Report me'));
    console.send({ event: 'follow', data: { queue: 'default' } });
    expect(await console.frame('error')).toMatchObject({ code: 'not_allowed', for: 'follow' });
    expect(console.frames.filter(({ event }) => event === 'queue')).toEqual([]);
  });

  it('of another on the same socket makes it theirs: what it says, what it follows, and what ends it', async () => {
    const [cleo, max] = [await forum.guest('Cleo'), await forum.staff('Max', 'moderator', 'default')];
    const thread = await forum.article();
    const [socket, other] = [await forum.watchQueue('default', max), await forum.follow(thread)];
    socket.send({ event: 'follow', data: { thread: thread.id } });
    await socket.frame('following', (data) => 'thread' in data);
    socket.send({ event: 'authenticate', data: { token: cleo.token } });
    expect(await socket.frame('authenticated', ({ member }) => member.name !== 'Max')).toMatchObject({
      member: { name: 'Cleo' },
    });
    expect(await socket.frame('error')).toMatchObject({ code: 'not_allowed', queue: 'default' });
    socket.send({ event: 'typing', data: { thread: thread.id } });
    expect((await other.frame('signal', ({ typing }) => typing !== undefined)).typing).toEqual([
      { name: 'Cleo', parentId: null },
    ]);
    await forum.service(TokensService).signOut(sha256(max.token));
    await forum.as(forum.ana).report(await forum.as(forum.ben).post(thread, 'Report me'));
    await socket.next('message.posted');
    expect([socket.closed, socket.frames.filter(({ event }) => event === 'queue')]).toEqual([undefined, []]);
    await forum.service(TokensService).signOut(sha256(cleo.token));
    expect(await socket.end()).toMatchObject({ code: 4401 });
  });

  function inSilence(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
    return forum.service(Transactions).run(work);
  }
});
