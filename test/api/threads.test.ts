import { beforeAll, expect, it } from '@jest/globals';
import { threadView, type PutThread } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the thread of an article', (database) => {
  let forum: Forum;
  let articles = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('gazette', { hosts: ['gazette.example'] });
    await forum.addSite('echo', { hosts: ['gazette.example'] });
  });

  const article = () => `https://gazette.example/ferry-${(articles += 1)}`;
  const open = (more: Omit<PutThread, 'site'> & { site?: string }) =>
    forum.anyone.openThread({ site: 'gazette', ...more });

  it.each<[string, (url: string) => string]>([
    ['has a fragment', (url) => `${url}#comments`],
    ['was shared by mail', (url) => `${url}?utm_source=mail&utm_medium=x&UTM_Campaign=y`],
    ['was shared by an app', (url) => `${url}?fbclid=1&gclid=2&mc_cid=3&igshid=4&yclid=5`],
    ['shouts its host', (url) => url.replace('gazette.example', 'GAZETTE.Example')],
    ['names the port that is meant anyway', (url) => url.replace('.example', '.example:443')],
    ['ends its host with a dot', (url) => url.replace('.example', '.example.')],
    ['spells its host in wide letters', (url) => url.replace('gazette', 'ｇａｚｅｔｔｅ')],
    ['percent-encodes its host', (url) => url.replace('gazette', '%67azette')],
    ['carries a user', (url) => url.replace('https://', 'https://ana:secret@')],
    ['goes a way round', (url) => url.replace('/ferry', '/news/../ferry')],
    ['stands among blanks', (url) => `  ${url}\n`],
  ])('is the same when its address %s', async (_, decorated) => {
    const url = article();
    const first = await open({ url });
    expect(await open({ url: decorated(url) })).toEqual(first);
    expect(first).toMatchObject({ url, site: 'gazette', key: null, state: 'open', messageCount: 0, position: 0 });
  });

  it('is the same in whatever order the parameters come, and another for another parameter', async () => {
    const url = article();
    const first = await open({ url: `${url}?page=2&edition=evening&page=1` });
    expect(await open({ url: `${url}?edition=evening&page=2&utm_source=x&page=1` })).toEqual(first);
    const others = [url, `${url}?page=2`, `${url}?edition=evening&page=1&page=2`, `${url}/x`, url.toUpperCase()];
    const ids = await Promise.all(others.map(async (other) => (await open({ url: other })).id));
    expect(new Set([first.id, ...ids]).size).toBe(6);
  });

  it('is made once, however many open the article at once', async () => {
    const url = article();
    const asked = { body: { site: 'gazette', url, title: 'The ferry' } };
    const answers = await Promise.all(Array.from({ length: 100 }, () => forum.anyone.ask('PUT', '/threads', asked)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(99);
    expect(new Set(answers.map(({ body }) => threadView.parse(body).id)).size).toBe(1);
  });

  it('is made once for its key too, with and without the key at once', async () => {
    const url = article();
    const olga = forum.as(forum.olga);
    const asking = Array.from({ length: 100 }, (_, n) =>
      n % 2 === 0 ? olga.openThread({ site: 'gazette', url, key: url }) : open({ url }),
    );
    expect(new Set((await Promise.all(asking)).map(({ id }) => id)).size).toBe(1);
    expect(await open({ url })).toMatchObject({ key: url });
  });

  it('answers a request that is sent again with what it answered first', async () => {
    const asked = { key: 'put-once', body: { site: 'gazette', url: article(), title: 'The ferry' } };
    const first = await forum.anyone.ask('PUT', '/threads', asked);
    const again = await forum.anyone.ask('PUT', '/threads', asked);
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect(again.text).toBe(first.text);
    const other = await forum.anyone.ask('PUT', '/threads', { ...asked, body: { ...asked.body, url: article() } });
    expect([other.status, other.body]).toMatchObject([422, { error: { code: 'idempotency_mismatch' } }]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://gazette.example/a',
    '//gazette.example/a',
    '/a',
    'https://',
    'gazette.example',
    'https://gazette.example:99999/',
    ' ',
  ])('is not made for %j, which is no address of an article', async (url) => {
    expect(await refusalOf(open({ url }))).toMatchObject({ status: 400, details: [{ path: 'url' }] });
  });

  it.each(['nowhere', '__proto__', 'constructor', '*', 'Gazette', 'gazette '])(
    'is not made on %j, which is no site',
    async (site) => {
      const refusal = await refusalOf(open({ site, url: article() }));
      expect(refusal).toMatchObject({ status: 404, code: 'site_not_found' });
    },
  );

  it('is read by its id, and by no other', async () => {
    const thread = await open({ url: article() });
    expect(await forum.anyone.thread(thread)).toEqual(thread);
    const missing = await refusalOf(forum.anyone.thread({ id: '00000000-0000-7000-8000-000000000000' }));
    expect(missing).toMatchObject({ status: 404, code: 'thread_not_found' });
  });

  it('is counted under the addresses as they were asked, decorated or not', async () => {
    const [read, unread] = [article(), article()];
    const thread = await open({ url: read });
    await forum.as(forum.ana).post(thread, 'One to be counted.');
    const decorated = `${read}?utm_source=index#top`;
    const counts = await forum.anyone.counts('gazette', [read, decorated, unread, 'https://elsewhere.example/']);
    expect(counts).toEqual({ [read]: 1, [decorated]: 1, [unread]: 0, 'https://elsewhere.example/': 0 });
  });

  it('is counted beside what is no address of an article, which is left out (E7)', async () => {
    const url = article();
    await forum.as(forum.ben).post(await open({ url }), 'One to be counted.');
    const asked = ['mailto:ana@gazette.example', url, 'http://', 'tel:112', ''];
    expect(await forum.anyone.counts('gazette', asked)).toEqual({ [url]: 1 });
  });

  it('is counted in the same bytes for everyone, who are told when they have them already (E7)', async () => {
    const path = `/api/v1/counts?${new URLSearchParams({ site: 'gazette', url: article() })}`;
    const etag = (await forum.visit(path)).headers.get('etag') ?? '';
    expect((await forum.visit(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('is counted for a hundred addresses at once and no more, and on a site that there is', async () => {
    const urls = (n: number) => Array.from({ length: n }, (_, at) => `https://gazette.example/${at}`);
    expect(Object.keys(await forum.anyone.counts('gazette', urls(100)))).toHaveLength(100);
    expect(await refusalOf(forum.anyone.counts('gazette', urls(101)))).toMatchObject({ status: 400 });
    expect(await refusalOf(forum.anyone.counts('nowhere', urls(1)))).toMatchObject({ code: 'site_not_found' });
  });
});
