import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Frame, Page } from 'playwright-core';
import { launch } from './launch.js';

/** Stands in for the forum's page: says what the test tells it to, keeps what it hears. */
const FORUM_PAGE = `<!doctype html><meta name="color-scheme" content="light dark"><body style="height:900px">Forum<script>
  const host = new URLSearchParams(location.hash.slice(1)).get('host');
  const heard = [];
  const say = (message, to = host) => parent.postMessage(message, to);
  addEventListener('message', (event) => { if (event.origin === host) heard.push(event.data); });
  say({ type: 'rejoinder:ready', title: 'User forum' });
  say({ type: 'rejoinder:height', height: 900 });
  say({ type: 'rejoinder:count', count: 7 });
</script>`;

const run = promisify(execFile);

export interface Words {
  /** px of article above the forum. */
  readonly above?: number;
  readonly head?: string;
  readonly places?: string;
  readonly hash?: string;
  /** Attributes of the tag. */
  readonly tag?: string;
  /** What the tag stands in. */
  readonly around?: readonly [string, string];
  readonly path?: string;
  readonly lang?: string;
  /** Instead of the script that is loaded from the forum's server. */
  readonly script?: string;
}

/** A newspaper with the publisher's tag on its pages, and a server that stands in for the forum, for one test file. */
export class Newspaper {
  page!: Page;
  forumOrigin = '';
  origin = '';
  loader = '';
  /** What the forum's server was asked for. */
  asked: URL[] = [];
  /** Counts are answered when this resolves. */
  answers: Promise<void> = Promise.resolve();
  /** Lines in the console that are ours, and errors. */
  lines: string[] = [];
  complaints: string[] = [];
  headers: Readonly<Record<string, string>> = {};
  private article = '';
  private directory = '';
  private browser: Browser | undefined;
  private readonly forum: Server = createServer((request, response) => this.answer(request, response));
  private readonly paper: Server = createServer((request, response) => {
    const isPage = request.headers.accept?.includes('text/html');
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    if (request.url?.includes('/bundle.js')) response.setHeader('Content-Type', 'text/javascript').end(this.loader);
    else if (isPage && !request.url?.startsWith('/embed'))
      response.setHeader('Content-Type', 'text/html').end(this.article);
    else response.writeHead(404).end('The paper has no such page');
  });

  constructor() {
    beforeAll(() => this.open(), 60_000);
    afterAll(() => this.close());
    beforeEach(async () => {
      this.asked = [];
      this.answers = Promise.resolve();
      this.lines = [];
      this.complaints = [];
      this.headers = {};
      this.page = await this.browser!.newPage({ viewport: { width: 1000, height: 800 } });
      this.page.on('pageerror', (error) => this.complaints.push(error.message));
      this.page.on('console', (line) => {
        if (line.text().startsWith('Rejoinder: ')) this.lines.push(line.text());
        if (line.type() === 'error') this.complaints.push(line.text());
      });
    });
    afterEach(async () => {
      await this.page.close();
      expect(this.complaints.filter((line) => !/favicon|404/.test(line))).toEqual([]);
    });
  }

  /** Opens an article of the paper with the publisher's tag in it. */
  async read({
    above = 0,
    head = '',
    places = '',
    hash = '',
    tag = '',
    path = '/article',
    ...more
  }: Words = {}): Promise<void> {
    const {
      lang = 'en',
      around = ['', ''],
      script = `<script async src="${this.forumOrigin}/embed.js"></script>`,
    } = more;
    this.article = `<!doctype html><html lang="${lang}"><head><title>A bridge</title>${head}
    ${script}</head><body>${places}<div style="height:${above}px"></div>
    ${around[0]}<rejoinder-forum site="default" ${tag}></rejoinder-forum>${around[1]}<div style="height:2000px"></div></body></html>`;
    await this.page.goto(`${this.origin}${path}${hash}`);
  }

  frames(): Frame[] {
    return this.page.frames().filter((frame) => frame.url().startsWith(`${this.forumOrigin}/embed`));
  }

  /** The forum's frame, once the loader has heard that it is ready. */
  async shown(): Promise<Frame> {
    await this.page.waitForSelector('iframe');
    await this.page.waitForFunction(
      () => (document.querySelector('rejoinder-forum') as HTMLElement).style.minHeight === '',
    );
    const [frame] = this.frames();
    if (!frame) throw new Error('The page has no forum');
    return frame;
  }

  /** Waits until the forum in the page is asked for this article, and gives what else it is asked. */
  async shows(url: string): Promise<URLSearchParams> {
    await this.page.waitForFunction((wanted) => {
      const src = document.querySelector('rejoinder-forum')?.shadowRoot?.querySelector('iframe')?.src;
      return src && new URL(src).searchParams.get('url') === wanted;
    }, new URL(url, this.origin).href);
    return new URL((await this.shown()).url()).searchParams;
  }

  async heard(frame: Frame, message: Readonly<Record<string, unknown>>): Promise<void> {
    const wanted = JSON.stringify(Object.entries(message));
    await frame.waitForFunction(
      `${wanted} && heard.some((one) => ${wanted}.every(([name, value]) => one[name] === value))`,
    );
  }

  async expectHeight(px: number): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        document.querySelector('rejoinder-forum')!.shadowRoot!.querySelector('iframe')!.offsetHeight === wanted,
      px,
    );
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    this.asked.push(url);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (url.pathname === '/embed.js')
      return void response.setHeader('Content-Type', 'text/javascript').end(this.loader);
    if (url.pathname === '/embed') return void response.setHeader('Content-Type', 'text/html').end(FORUM_PAGE);
    if (url.pathname === '/api/v1/counts') {
      const counts = Object.fromEntries(
        url.searchParams.getAll('url').map((one) => [one, one.endsWith('/none') ? 0 : 1204]),
      );
      const keys = Object.fromEntries(url.searchParams.getAll('key').map((one) => [one, 12]));
      return void this.answers.then(() => response.end(JSON.stringify({ counts, keys })));
    }
    response.writeHead(404).end();
  }

  private async open(): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'rejoinder-loader-'));
    const build = ['build', '-c', 'vite.loader.config.ts', '--outDir', this.directory];
    await run(process.execPath, ['node_modules/vite/bin/vite.js', ...build]);
    this.loader = await readFile(join(this.directory, 'embed.js'), 'utf8');
    [this.forumOrigin, this.origin] = await Promise.all([listen(this.forum), listen(this.paper)]);
    this.browser = await launch();
  }

  private async close(): Promise<void> {
    await this.browser?.close();
    this.forum.close();
    this.paper.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
