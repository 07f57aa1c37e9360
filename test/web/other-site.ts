import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import type { Forum } from '../support/forum.js';
import { visitor } from './browser.js';
import { PARTITIONED } from './launch.js';
import type { Visitor } from './visitor.js';

/** A newspaper on another site than the forum's: 127.0.0.1 and localhost are two to a browser. */
export class OtherSite {
  /** What a page within it was sent that sets a cookie. */
  cookies: string | undefined;
  private tag = '';
  private articles = 0;

  private constructor(
    private readonly server: Server,
    forum: Forum,
    site: string,
  ) {
    server.on('request', (request, reply) => {
      if (request.url === '/cookie') {
        this.cookies = request.headers.cookie;
        const cookie = 'seen=1; SameSite=None; Secure';
        return reply.writeHead(200, { 'content-type': 'text/html', 'set-cookie': cookie }).end('<!doctype html>');
      }
      const other = `<iframe src="http://localhost:${this.port}/cookie"></iframe>`;
      const own = `<rejoinder-forum site="${site}" ${this.tag}></rejoinder-forum>`;
      reply.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>The ferry</title>
        <h1>The ferry</h1>${request.url === '/other' ? other : own}
        <script src="${forum.config.PUBLIC_URL.origin}/embed.js"></script>`);
    });
  }

  static async open(forum: Forum, site: string): Promise<OtherSite> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new OtherSite(server, forum, site);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Opens an article, whose tag has these attributes, and waits for the forum under it. */
  async article(page: Page, attributes = '', path = `/ferry-${(this.articles += 1)}`): Promise<FrameLocator> {
    this.tag = attributes;
    await page.goto(`${this.origin}${path}`);
    const inside = page.frameLocator('rejoinder-forum iframe');
    await inside.locator('#composer textarea').waitFor();
    return inside;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
}

/**
 * A browser that gives no cookie to a page within another site's, as it is told by its people more and more, and keeps the storage
 * of such a page apart; and the lines in its console.
 */
export async function withoutThirdPartyCookies(blocked = true): Promise<Visitor & { readonly lines: string[] }> {
  const somebody = await visitor({}, PARTITIONED);
  const { page } = somebody;
  const lines: string[] = [];
  page.on('console', (line) => void lines.push(line.text()));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCookieControls', {
    enableThirdPartyCookieRestriction: blocked,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  } as never);
  return Object.assign(somebody, { lines });
}
