import { expect, it } from '@jest/globals';
import { COMMAND_LINE } from '../../src/audit/audit-log.js';
import { EmptyThreads } from '../../src/threads/empty-threads.service.js';
import { sign } from '../../src/threads/signatures/signature.js';
import { SiteSecretsService } from '../../src/sites/secrets/site-secrets.service.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

const HOUR = 3_600_000;

eachDatabase('whoever opens discussions of articles', (database) => {
  const limited = (env: Record<string, string>) => startForum({ database, env: { RATE_LIMITS: 'on', ...env } });
  const open = (forum: Forum, n: number, site = 'default') =>
    forum.anyone.openThread({ site, url: `http://localhost/opened/${n}` });
  const rows = async (forum: Forum): Promise<number> => {
    const found = await forum.connections.read.query(`SELECT id FROM threads WHERE url LIKE '%/opened/%'`);
    return (found as unknown[]).length;
  };

  it('from one address may open so many an hour; those that there are, and staff’s, count for nothing', async () => {
    const forum = await limited({ THREADS_PER_HOUR: '3' });
    for (const n of [1, 2, 3]) await open(forum, n);
    expect(await refusalOf(open(forum, 4))).toMatchObject({ status: 429, code: 'too_fast' });
    expect((await open(forum, 1)).url).toContain('/opened/1');
    const staffs = { site: 'default', url: 'http://localhost/opened/5' };
    expect((await forum.as(forum.mia).openThread(staffs)).opened).toBe(true);
    expect(await rows(forum)).toBe(4);
  });

  it('may open so many an hour on one site, from wherever, and goes on on another', async () => {
    const forum = await limited({ SITE_THREADS_PER_HOUR: '2' });
    await forum.addSite('echo');
    for (const n of [1, 2]) await open(forum, n);
    expect(await refusalOf(open(forum, 3))).toMatchObject({ status: 429, code: 'too_fast' });
    await open(forum, 3, 'echo');
  });

  it('uses up nothing of what others may on the site where one address is refused', async () => {
    const forum = await limited({ THREADS_PER_HOUR: '2', SITE_THREADS_PER_HOUR: '3', TRUST_PROXY: '1' });
    const from = async (address: string, n: number) => {
      const body = { site: 'default', url: `http://localhost/opened/${n}` };
      return (await forum.anyone.ask('PUT', '/threads', { body, headers: { 'x-forwarded-for': address } })).status;
    };
    const eager = [];
    for (const n of [1, 2, 3, 4, 5, 6]) eager.push(await from('192.0.2.1', n));
    expect(eager).toEqual([201, 201, 429, 429, 429, 429]);
    expect([await from('192.0.2.2', 7), await from('192.0.2.3', 8)]).toEqual([201, 429]);
  });

  it('makes no row by looking, however often', async () => {
    const forum = await startForum({ database });
    for (const n of [1, 2, 3, 4, 5, 6])
      expect((await forum.visit(`/embed?site=default&url=http://localhost/opened/${n}`)).status).toBe(200);
    expect(await rows(forum)).toBe(0);
  });

  it('loses what nobody wrote in after a while, and nothing else', async () => {
    const forum = await startForum({ database, env: { EMPTY_THREADS_KEPT: '24' } });
    const empty = await open(forum, 1);
    const written = await open(forum, 2);
    const held = await open(forum, 3);
    const named = await forum
      .as(forum.mia)
      .openThread({ site: 'default', url: 'http://localhost/opened/4', title: 'A' });
    const secret = await forum.service(SiteSecretsService).secret(COMMAND_LINE, 'default');
    const words = { site: 'default', url: 'http://localhost/opened/8', title: 'The publisher’s' };
    const signature = sign(secret, words, Math.floor(forum.clock.now() / 1_000));
    const signed = await forum.anyone.openThread({ ...words, signature });
    await forum.as(forum.ana).post(written, 'I was there.');
    expect(await forum.as(await forum.guest('Ida')).post(held, 'https://ida.example/')).toMatchObject({
      state: 'held',
    });
    const sweep = forum.service(EmptyThreads);
    expect(await sweep.sweep()).toBe(false);
    expect(await rows(forum)).toBe(5);

    forum.clock.pass(25 * HOUR);
    const young = await open(forum, 5);
    // Somebody writes while it is swept: one of the two is first, and no message is lost.
    const late = await open(forum, 6);
    const [posted] = await Promise.all([forum.as(forum.ben).post(late, 'Just now.'), sweep.sweep()]);
    expect((await forum.anyone.page({ id: posted.threadId })).messages).toHaveLength(1);
    expect(await refusalOf(forum.anyone.thread(empty))).toMatchObject({ code: 'thread_not_found' });
    for (const thread of [written, held, named, signed, young])
      expect(await forum.anyone.thread(thread)).toMatchObject({ id: thread.id });
    expect((await forum.anyone.openThread({ site: 'default', url: empty.url })).id).toBe(empty.id);
  });

  it('finds the article again where it is swept in the moment in which somebody writes', async () => {
    const forum = await startForum({ database, env: { EMPTY_THREADS_KEPT: '24' } });
    const article = { site: 'default', url: 'http://localhost/opened/7' };
    const thread = await forum.anyone.openThread(article);
    forum.clock.pass(25 * HOUR);
    const body = { text: 'Just now.', article };
    const [answer] = await Promise.all([
      forum.as(forum.ana).ask('POST', `/threads/${thread.id}/messages`, { body, key: 'just-now' }),
      forum.service(EmptyThreads).sweep(),
    ]);
    expect(answer.status).toBe(201);
    expect((await forum.anyone.page(thread)).messages).toHaveLength(1);
  });
});
