import { beforeAll, expect, it } from '@jest/globals';
import { COMMAND_LINE } from '../../src/audit/audit-log.js';
import { newSecret, sha256 } from '../../src/database/ids.js';
import { Transactions } from '../../src/database/transactions.js';
import { messageAnswer, pageAnswer } from '../../src/messages/messages.schema.js';
import { countsAnswer, threadView, type PutThread } from '../../src/threads/threads.schema.js';
import { sign } from '../../src/threads/signatures/signature.js';
import { SiteSecretsService } from '../../src/sites/secrets/site-secrets.service.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what an article is called, and where it is', (database) => {
  let forum: Forum;
  let secret: string;
  let articles = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('gazette', { hosts: ['gazette.example'] });
    secret = await forum.service(SiteSecretsService).secret(COMMAND_LINE, 'gazette');
  });

  const article = () => `https://gazette.example/news-${(articles += 1)}`;
  type Named = Omit<PutThread, 'site'>;
  const now = () => Math.floor(forum.clock.now() / 1000);
  const signed = (named: Named, { at = now(), by = secret } = {}): PutThread => {
    const words = { site: 'gazette', ...named };
    return { ...words, signature: sign(by, words, at) };
  };
  const byAnybody = (named: Named) => forum.anyone.openThread({ site: 'gazette', ...named });
  const byPublisher = (named: Named, how = {}) => forum.anyone.openThread(signed(named, how));

  it('is no stranger’s to say: neither title nor key (B1)', async () => {
    const url = article();
    const stranger = await byAnybody({ url, title: 'The editor is a thief', key: 'post-4711' });
    expect(stranger).toMatchObject({ key: null, title: `gazette.example/news-${articles}` });
    const publisher = await byPublisher({ url, title: 'The ferry comes back', key: 'post-1' });
    expect(publisher).toMatchObject({ id: stranger.id, key: 'post-1', title: 'The ferry comes back' });
    const later = await byPublisher({ url: article(), key: 'post-4711', title: 'Another article' });
    expect(later.id).not.toBe(stranger.id);
  });

  it('stays the publisher’s, whatever a stranger says afterwards', async () => {
    const url = article();
    const thread = await byPublisher({ url, key: url, title: 'The ferry comes back' });
    expect(await byAnybody({ url, key: 'mine', title: 'Cheap pills' })).toEqual(thread);
    expect(await byAnybody({ url: article(), key: url, title: 'Cheap pills' })).toEqual(thread);
  });

  it('is the latest that the publisher said, whatever is said again of before (B7)', async () => {
    const url = article();
    const before = { at: now() - 60 };
    await byPublisher({ url, title: 'Loading…' }, before);
    await byPublisher({ url, title: 'The ferry comes back' });
    expect(await byPublisher({ url, title: 'Loading…' }, before)).toMatchObject({ title: 'The ferry comes back' });
  });

  it('is the latest that the publisher said, also when that was what opened it (B7)', async () => {
    const url = article();
    await byPublisher({ url, title: 'The ferry comes back' });
    const before = { at: now() - 60 };
    expect(await byPublisher({ url, title: 'Loading…' }, before)).toMatchObject({ title: 'The ferry comes back' });
  });

  it('is not taken away by a tag of staff’s that has no title', async () => {
    const url = article();
    await forum.as(forum.olga).openThread({ site: 'gazette', url, title: 'The ferry comes back' });
    const asked = { site: 'gazette', url, key: url, title: '' };
    expect(await forum.as(forum.olga).openThread(asked)).toMatchObject({ key: url, title: 'The ferry comes back' });
  });

  it('follows the key when the article moves; the old address still finds it, and is counted (B3)', async () => {
    const [old, moved] = [article(), article()];
    const thread = await byPublisher({ url: old, key: old }, { at: now() - 60 });
    await forum.as(forum.ana).post(thread, 'I was there.');
    expect(await byPublisher({ url: moved, key: old })).toMatchObject({ id: thread.id, url: moved });
    expect(await byAnybody({ url: old })).toMatchObject({ id: thread.id, url: moved });
    expect(await byAnybody({ url: moved })).toMatchObject({ id: thread.id });
    const query = new URLSearchParams([
      ['site', 'gazette'],
      ['url', old],
      ['url', moved],
      ['key', old],
      ['key', 'nobody-s'],
    ]);
    expect(await forum.anyone.get(countsAnswer, 'GET', `/counts?${query}`)).toEqual({
      counts: { [old]: 1, [moved]: 1 },
      keys: { [old]: 1, 'nobody-s': 0 },
    });
  });

  it('is told to everyone who has the page open', async () => {
    const thread = await byAnybody({ url: article() });
    const reader = await forum.follow(thread);
    await byPublisher({ url: thread.url, title: 'The ferry comes back' });
    expect(await reader.next('thread.changed')).toMatchObject({ title: 'The ferry comes back' });
  });

  it('is told also to whoever comes back from before, by a socket or by asking', async () => {
    const thread = await byAnybody({ url: article() });
    await byPublisher({ url: thread.url, title: 'The ferry comes back' });
    const told = { type: 'thread.changed', position: 1, data: { thread: { title: 'The ferry comes back' } } };
    const { epoch } = await forum.anyone.thread(thread);
    expect(await forum.anyone.events(thread, { after: 0, epoch })).toMatchObject({ events: [told] });
    const late = await forum.follow(thread, null, { after: 0, epoch });
    expect(await late.next('thread.changed')).toMatchObject({ title: 'The ferry comes back' });
  });

  it('is what was corrected within the same second', async () => {
    const [url, at] = [article(), { at: now() }];
    await byPublisher({ url, title: 'The fery comes back' }, at);
    expect(await byPublisher({ url, title: 'The ferry comes back' }, at)).toMatchObject({
      title: 'The ferry comes back',
    });
  });

  it('is another for another key at the same address', async () => {
    const url = article();
    const [morning, evening] = [
      await byPublisher({ url, key: `${url} a` }),
      await byPublisher({ url, key: `${url} b` }),
    ];
    expect(morning.id).not.toBe(evening.id);
    expect(await byAnybody({ url })).toEqual(morning);
    expect(await byAnybody({ url, key: `${url} b` })).toEqual(evening);
  });

  it('is signed with the letters of the address plain or percent-encoded, and with a title of the page’s beside it', async () => {
    const url = `${article()}-über`;
    const words = { site: 'gazette', url, key: url };
    const asked = {
      ...words,
      url: new URL(url).href,
      title: 'What the page says',
      signature: sign(secret, words, now()),
    };
    expect(await forum.anyone.openThread(asked)).toMatchObject({
      key: url,
      title: expect.stringContaining('gazette.example/'),
    });
    const encoded = { ...words, url: new URL(url).href, key: `${url} encoded` };
    expect(await forum.anyone.openThread({ ...encoded, url, signature: sign(secret, encoded, now()) })).toMatchObject({
      key: encoded.key,
    });
  });

  it('is not believed where the signature is of other words, another secret, another site or the day after tomorrow', async () => {
    const url = article();
    const good = signed({ url, title: 'The ferry', key: url });
    await forum.addSite('echo', { hosts: ['gazette.example'] });
    const bad: PutThread[] = [
      { ...good, title: 'The editor is a thief' },
      { ...good, key: 'another' },
      { ...good, url: article() },
      { ...good, site: 'echo' },
      { ...good, signature: `${now() + 1}${good.signature?.slice(String(now()).length)}` },
      { ...good, signature: 'x' },
      signed({ url, title: 'The ferry' }, { by: newSecret() }),
      signed({ url, title: 'The ferry' }, { at: now() + 2 * 86_400 }),
    ];
    for (const asked of bad) {
      expect(await refusalOf(forum.anyone.openThread(asked))).toMatchObject({
        status: 403,
        code: 'signature_not_valid',
      });
    }
    expect(await byAnybody({ url })).toMatchObject({ key: null });
  });

  it('goes on being believed for a while after the secret was changed', async () => {
    const secrets = forum.service(SiteSecretsService);
    await forum.addSite('rotating', { hosts: ['gazette.example'] });
    const old = await secrets.secret(COMMAND_LINE, 'rotating');
    const words = { site: 'rotating', url: article(), title: 'The ferry' };
    const asked = { ...words, signature: sign(old, words, now()) };
    const fresh = await secrets.rotate(COMMAND_LINE, 'rotating', 3_600_000);
    expect(fresh).not.toBe(old);
    expect(await forum.anyone.openThread(asked)).toMatchObject({ title: 'The ferry' });
    await secrets.rotate(COMMAND_LINE, 'rotating', 0);
    forum.clock.pass(3_600_001);
    expect(await refusalOf(forum.anyone.openThread(asked))).toMatchObject({ code: 'signature_not_valid' });
  });

  it('is believed of an older secret for no longer than was said when that was changed', async () => {
    const secrets = forum.service(SiteSecretsService);
    await forum.addSite('turning', { hosts: ['gazette.example'] });
    const HOUR = 3_600_000;
    const [oldest, older] = [
      await secrets.secret(COMMAND_LINE, 'turning'),
      await secrets.rotate(COMMAND_LINE, 'turning', HOUR),
    ];
    const newest = await secrets.rotate(COMMAND_LINE, 'turning', 9 * HOUR);
    const words = { site: 'turning', url: article(), title: 'The ferry' };
    const asked = (by: string) => forum.anyone.openThread({ ...words, signature: sign(by, words, now()) });
    for (const good of [oldest, older, newest]) expect(await asked(good)).toMatchObject({ title: 'The ferry' });
    forum.clock.pass(2 * HOUR);
    // As a process that has just begun: this one goes on for some seconds with what it read.
    await forum.changeSite('turning', { name: 'Turning' });
    expect(await refusalOf(asked(oldest))).toMatchObject({ code: 'signature_not_valid' });
    for (const good of [older, newest]) expect(await asked(good)).toMatchObject({ title: 'The ferry' });
    expect(await secrets.secret(COMMAND_LINE, 'turning')).toBe(newest);
    // Two processes may have changed it in the same moment, and made whatever ids.
    await forum.service(Transactions).run((tx) =>
      tx.query(
        `UPDATE site_secrets SET created_at = $2, id = (CASE WHEN expires_at IS NULL THEN '0' ELSE 'f' END) || substr(id, 2)
          WHERE site_id = $1`,
        ['turning', tx.now],
      ),
    );
    expect(await secrets.secret(COMMAND_LINE, 'turning')).toBe(newest);
  });

  const embed = (named: Record<string, string>) =>
    forum.visit(`/embed?${new URLSearchParams({ site: 'gazette', ...named })}`);
  const rows = async () =>
    (await forum.connections.read.query<{ n: number | string }[]>('SELECT COUNT(*) AS n FROM threads')).map(({ n }) =>
      Number(n),
    )[0];

  it('changes nothing to look at a page: no row, no name, no key (B1, B2)', async () => {
    const before = await rows();
    for (let n = 0; n < 6; n += 1) {
      const page = await embed({ url: article(), title: 'CHEAP PILLS', key: `post-${n}` });
      expect([page.status, page.text.includes('CHEAP PILLS')]).toEqual([200, false]);
    }
    await embed(signed({ url: article(), title: 'The ferry' }) as Record<string, string>);
    expect(await rows()).toBe(before);
  });

  it('opens with the first message, which everyone sees who had the empty page open', async () => {
    const url = article();
    const shown = (await embed({ url })).text;
    const initial = JSON.parse(/id="initial"[^>]*>([^<]*)</.exec(shown)?.[1] ?? '{}') as { thread: unknown };
    const empty = threadView.parse(initial.thread);
    expect(empty).toMatchObject({ opened: false, messageCount: 0, position: 0, epoch: 'unopened', url });

    const ben = await forum.follow(empty, forum.ben, { after: 0, epoch: empty.epoch });
    const missing = await refusalOf(forum.as(forum.ana).post(empty, 'Nobody knows where.'));
    expect(missing).toMatchObject({ code: 'thread_not_found' });
    const asked = { body: { text: 'First!', article: { site: 'gazette', url } }, key: sha256(url) };
    const { message } = await forum.as(forum.ana).get(messageAnswer, 'POST', `/threads/${empty.id}/messages`, asked);
    expect(message.threadId).toBe(empty.id);
    expect(await ben.next('message.posted')).toMatchObject({ id: message.id, position: 1 });

    const second = await forum.as(forum.ben).post(empty, 'Second.');
    expect(await ben.next('message.posted')).toMatchObject({ id: second.id, position: 2 });
    const late = await forum.follow(empty, null, { after: 0, epoch: 'unopened' });
    expect(await late.next('message.posted')).toMatchObject({ position: 1 });
    const page = await forum.anyone.get(pageAnswer, 'GET', `/threads/${empty.id}/messages`);
    expect(page).toMatchObject({
      thread: { opened: true, messageCount: 2 },
      messages: [{ id: message.id }, { id: second.id }],
    });
  });

  it('says nothing of a discussion on another site, where other rules hold', async () => {
    await forum.addSite('strict', { hosts: ['gazette.example'], settings: { premoderation: 'all' } });
    const url = article();
    const strict = await forum.anyone.openThread({ site: 'strict', url });
    const post = (site: string, key: string) =>
      forum.as(forum.ana).ask('POST', `/threads/${strict.id}/messages`, {
        body: { text: 'Straight onto the page.', article: { site, url } },
        key,
      });
    expect(await post('gazette', sha256(`gazette ${url}`))).toMatchObject({
      status: 404,
      body: { error: { code: 'thread_not_found' } },
    });
    expect((await forum.anyone.page(strict)).messages).toEqual([]);
    expect((await post('strict', sha256(`strict ${url}`))).status).toBe(202);
  });

  it('is opened once, however many write first at once', async () => {
    const url = article();
    const named = { site: 'gazette', url };
    const shown = (await embed({ url })).text;
    const id = /"thread":\{"id":"([^"]+)"/.exec(shown)?.[1] ?? '';
    const answers = await Promise.all(
      [forum.ana, forum.ben, forum.mia, forum.olga].map((who, n) =>
        forum.as(who).get(messageAnswer, 'POST', `/threads/${id}/messages`, {
          body: { text: `I am the first, says ${who.name}.`, article: named },
          key: sha256(`${n} ${url}`),
        }),
      ),
    );
    expect(new Set(answers.map(({ message }) => message.threadId))).toEqual(new Set([id]));
    expect(await forum.anyone.counts('gazette', [url])).toEqual({ [url]: 4 });
  });
});
