import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

eachDatabase('a discussion that is shared', (database) => {
  let forum: Forum;
  let server: Server;
  let origin: string;
  const pages = new Map<string, string>();
  beforeAll(async () => {
    server = createServer((request, reply) => {
      reply.setHeader('content-type', 'text/html').end(pages.get(request.url ?? '') ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    forum = await startForum({ database, env: { PAGE_LOOKS: 'on', OUTBOUND_LOOPBACK: 'on' } });
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** The page of a discussion whose article names this picture. */
  async function sharedWith(path: string, picture: string): Promise<string> {
    pages.set(path, `<title>${path}</title><meta property="og:image" content="${picture}">`);
    const thread = await forum.anyone.openThread({ site: 'default', url: `${origin}${path}` });
    await forum.visit(`/threads/${thread.id}`);
    await forum.as(forum.ana).post(thread, `About ${path}.`);
    await until('the title', async () => (await forum.anyone.thread(thread)).title === path);
    return (await forum.visit(`/threads/${thread.id}`)).text;
  }

  it('has the picture of its article, as the article’s own page names it', async () => {
    const page = await sharedWith('/ferry', 'https://gazette.example/ferry.jpg?w=1200&amp;h=630');
    expect(page).toContain('<meta property="og:image" content="https://gazette.example/ferry.jpg?w=1200&amp;h=630"/>');
    expect(page).toContain('<meta name="twitter:card" content="summary_large_image"/>');
    expect(page).toContain('"image":"https://gazette.example/ferry.jpg?w=1200&h=630"');
  });

  it.each([
    ['/script', 'javascript:alert(1)'],
    ['/data', 'data:image/png;base64,AAAA'],
    ['/relative', '/ferry.jpg'],
    ['/user', 'https://user:secret@gazette.example/ferry.jpg'],
    ['/long', `https://gazette.example/${'x'.repeat(2_050)}`],
    ['/broken', 'https://'],
  ])('has none where that is no plain address of a picture: %s', async (path, picture) => {
    const page = await sharedWith(path, picture);
    expect(page).not.toContain('og:image');
    expect(page).toContain('<meta name="twitter:card" content="summary"/>');
  });
});
