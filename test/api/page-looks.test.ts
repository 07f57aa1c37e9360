import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hours, minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

eachDatabase('the forum’s own look at an article’s page', (database) => {
  let forum: Forum;
  let server: Server;
  let origin: string;
  const pages = new Map<string, RequestListener>();
  beforeAll(async () => {
    server = createServer((request, reply) => {
      const page = pages.get(request.url ?? '');
      if (page) page(request, reply);
      else reply.writeHead(404, { 'content-type': 'text/html' }).end('<title>Not here</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    forum = await startForum({ database, env: { PAGE_LOOKS: 'on', OUTBOUND_LOOPBACK: 'on' } });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const html =
    (text: string): RequestListener =>
    (_, reply) =>
      void reply.setHeader('content-type', 'text/html').end(text);
  const sentOn =
    (location: string, status: number): RequestListener =>
    (_, reply) =>
      void reply.writeHead(status, { location }).end();
  const looksDue = async () =>
    (await forum.connections.read.query<unknown[]>(`SELECT id FROM jobs WHERE kind = 'threads.look'`)).length;
  /** Ana writes about an article of which a stranger said what they liked, and the forum looks. */
  async function writtenAbout(path: string, key?: string) {
    const thread = await forum.anyone.openThread({
      site: 'default',
      url: `${origin}${path}`,
      key,
      title: 'Cheap pills',
    });
    await forum.as(forum.ana).post(thread, `About ${path}.`);
    await until('the look', async () => (await looksDue()) === 0);
    return forum.anyone.thread(thread);
  }

  it('takes the title that the page has, and no stranger’s', async () => {
    pages.set('/ferry', html('<title>The ferry &amp; the harbour</title><svg><title>A ship</title></svg>'));
    expect(await writtenAbout('/ferry')).toMatchObject({ title: 'The ferry & the harbour', key: null });
    pages.set('/tram', html('<title>Tram · The Gazette</title><meta property="og:title" content="The tram comes">'));
    expect(await writtenAbout('/tram')).toMatchObject({ title: 'The tram comes' });
  });

  it('binds the key that the tag there has, and none that a reader brings', async () => {
    pages.set(
      '/bus',
      html('<title>Bus</title><rejoinder-forum site="default" article-key="post-7"></rejoinder-forum>'),
    );
    expect(await writtenAbout('/bus', 'post-666')).toMatchObject({ key: 'post-7' });
    expect(await forum.anyone.openThread({ site: 'default', url: `${origin}/other`, key: 'post-7' })).toMatchObject({
      title: 'Bus',
    });
  });

  it('binds no key of a tag of another site, and none where several tags say several', async () => {
    const tag = (site: string, key: string) =>
      `<rejoinder-forum site="${site}" article-key="${key}"></rejoinder-forum>`;
    pages.set('/theirs', html(`<title>Theirs</title>${tag('elsewhere', 'post-70')}`));
    expect(await writtenAbout('/theirs')).toMatchObject({ title: 'Theirs', key: null });
    pages.set('/both', html(`<title>Both</title>${tag('elsewhere', 'post-71')}${tag('default', 'post-72')}`));
    expect(await writtenAbout('/both')).toMatchObject({ title: 'Both', key: 'post-72' });
    pages.set('/several', html(`<title>Several</title>${tag('default', 'post-73')}${tag('default', 'post-74')}`));
    expect(await writtenAbout('/several')).toMatchObject({ title: 'Several', key: null });
  });

  it('gives no discussion the key or the address of another: to merge the two is for staff to decide', async () => {
    const tag = '<rejoinder-forum site="default" article-key="post-75"></rejoinder-forum>';
    pages.set('/first', html(`<title>First</title>${tag}`));
    const first = await writtenAbout('/first');
    expect(first.key).toBe('post-75');
    pages.set('/second', html(`<title>Second</title>${tag}`));
    expect(await writtenAbout('/second')).toMatchObject({ title: 'Second', key: null, url: `${origin}/second` });
    pages.set('/third', html('<title>Third</title><link rel="canonical" href="/first">'));
    expect(await writtenAbout('/third')).toMatchObject({ title: 'Third', url: `${origin}/third` });
    expect(await forum.anyone.openThread({ site: 'default', url: `${origin}/fourth`, key: 'post-75' })).toEqual(
      await forum.anyone.thread(first),
    );
  });

  it('follows the article where the page says that it is', async () => {
    pages.set('/old', sentOn('/new', 301));
    pages.set('/new', html('<title>New</title>'));
    const moved = await writtenAbout('/old');
    expect(moved).toMatchObject({ url: `${origin}/new`, title: 'New' });
    pages.set('/print', html('<title>Print</title><link rel="canonical" href="/real">'));
    expect(await writtenAbout('/print')).toMatchObject({ url: `${origin}/real` });
  });

  it('learns nothing from a sign-in, a front page for what is gone, another’s canonical link or no page', async () => {
    pages.set('/login', html('<title>Sign in</title>'));
    pages.set('/walled', sentOn('/login', 302));
    pages.set('/', html('<title>The Gazette</title>'));
    pages.set('/gone', sentOn('/', 301));
    for (const path of ['/walled', '/gone', '/missing'])
      expect(await writtenAbout(path)).toMatchObject({
        url: `${origin}${path}`,
        title: `${new URL(origin).host}${path}`,
      });
    pages.set('/copy', html('<title>A copy</title><link rel="canonical" href="https://elsewhere.example/copy">'));
    expect(await writtenAbout('/copy')).toMatchObject({ url: `${origin}/copy`, title: 'A copy' });
  });

  it('does not believe a template that links every article to the front page', async () => {
    for (const [path, link] of [
      ['/one', '/'],
      ['/two', origin],
      ['/three', '/index.html?utm_source=template'],
      ['/four', '/{{ page.url }}'],
    ] as const) {
      pages.set(path, html(`<title>Of ${path}</title><link rel="canonical" href="${link}">`));
      expect(await writtenAbout(path)).toMatchObject({ url: `${origin}${path}`, title: `Of ${path}` });
    }
    pages.set('/?utm_source=letter', html('<title>The Gazette</title><link rel="canonical" href="/">'));
    expect(await writtenAbout('/?utm_source=letter')).toMatchObject({ url: `${origin}/`, title: 'The Gazette' });
  });

  it('is one for all who write, and another when it was long ago', async () => {
    let looks = 0;
    pages.set('/busy', (_, reply) => {
      looks += 1;
      reply.setHeader('content-type', 'text/html').end(`<title>Edition ${looks}</title>`);
    });
    const thread = await writtenAbout('/busy');
    expect(thread.title).toBe('Edition 1');
    for (const who of [forum.ben, forum.mia, forum.ana]) await forum.as(who).post(thread, `${who.name} was there.`);
    forum.clock.pass(hours(forum.config.PAGE_LOOK_AGAIN) - minutes(1));
    await forum.as(forum.ben).post(thread, 'Still the same.');
    // Whatever was asked for until here comes before what is asked for next.
    await until('no look to be due', async () => (await looksDue()) === 0);
    expect(looks).toBe(1);
    forum.clock.pass(minutes(2));
    for (const who of [forum.ben, forum.mia]) await forum.as(who).post(thread, `${who.name} comes back.`);
    await until('the second look', async () => (await forum.anyone.thread(thread)).title === 'Edition 2');
    await until('no other', async () => (await looksDue()) === 0);
    expect(looks).toBe(2);
  });

  it('asks the page of the article itself where a reader says another: that one names and moves nothing', async () => {
    const url = `${origin}/harbour`;
    pages.set('/harbour', html('<title>The harbour</title>'));
    pages.set('/obituary', html('<title>An obituary</title>'));
    const thread = await forum.anyone.openThread({ site: 'default', url });
    const body = { text: 'Fishy.', article: { site: 'default', url: `${origin}/obituary` } };
    const { status } = await forum
      .as(forum.ana)
      .ask('POST', `/threads/${thread.id}/messages`, { body, key: `fishy-${thread.id}` });
    expect(status).toBe(201);
    await until('the look', async () => (await looksDue()) === 0);
    expect(await forum.anyone.thread(thread)).toMatchObject({ url, title: 'The harbour' });

    pages.set('/keyed', html('<title>Keyed</title><rejoinder-forum article-key="post-80"></rejoinder-forum>'));
    const keyed = await writtenAbout('/keyed', 'post-80');
    forum.clock.pass(hours(forum.config.PAGE_LOOK_AGAIN) + minutes(1));
    const elsewhere = { site: 'default', url: `${origin}/obituary`, key: 'post-80' };
    expect((await forum.anyone.openThread(elsewhere)).id).toBe(keyed.id);
    await until('the look', async () => (await looksDue()) === 0);
    expect(await forum.anyone.thread(keyed)).toMatchObject({ url: `${origin}/keyed`, title: 'Keyed' });
  });

  it.each(['read', 'written about'])('follows an article that has moved, is %s, and has its key there', async (how) => {
    const key = `${how} 81`;
    const page = html(`<title>On the move</title><rejoinder-forum article-key="${key}"></rejoinder-forum>`);
    const [from, to] = [`/from/${encodeURIComponent(how)}`, `/to/${encodeURIComponent(how)}`];
    pages.set(from, page);
    const thread = await writtenAbout(from);
    pages.delete(from);
    pages.set(to, page);
    forum.clock.pass(hours(forum.config.PAGE_LOOK_AGAIN) + minutes(1));
    const article = { site: 'default', url: `${origin}${to}`, key };
    if (how === 'read') await forum.anyone.openThread(article);
    else {
      const asked = { body: { text: 'It has moved.', article }, key: `moved-${thread.id}` };
      await forum.as(forum.ben).ask('POST', `/threads/${thread.id}/messages`, asked);
    }
    await until('the look', async () => (await looksDue()) === 0);
    expect(await forum.anyone.thread(thread)).toMatchObject({ url: article.url, title: 'On the move' });
  });

  it('never takes what staff said back', async () => {
    pages.set('/staff', html('<title>What the page says</title>'));
    const url = `${origin}/staff`;
    await forum.as(forum.olga).openThread({ site: 'default', url, title: 'What staff says' });
    expect(await writtenAbout('/staff')).toMatchObject({ title: 'What staff says' });
  });
});
