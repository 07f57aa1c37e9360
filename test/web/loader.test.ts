import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Frame, Page } from 'playwright-core';
import { until } from '../support/until.js';
import { launch } from './launch.js';

/** Stands in for the forum's page: says what the test tells it to, keeps what it hears. */
const FORUM_PAGE = `<!doctype html><meta name="color-scheme" content="light dark"><body style="height:900px">Forum<script>
  const host = new URLSearchParams(location.hash.slice(1)).get('host');
  const heard = [];
  const say = (message, to = host) => parent.postMessage(message, to);
  addEventListener('message', (event) => { if (event.origin === host) heard.push(event.data); });
  say({ type: 'rejoinder:ready' });
  say({ type: 'rejoinder:height', height: 900 });
  say({ type: 'rejoinder:count', count: 7 });
</script>`;

const run = promisify(execFile);

let directory: string;
let browser: Browser;
let forum: Server;
let paper: Server;
let forumOrigin: string;
let paperOrigin: string;
let article: string;
let asked: URL[];
/** Counts are answered when this resolves. */
let answers: Promise<void>;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rejoinder-loader-'));
  await run(process.execPath, [
    'node_modules/vite/bin/vite.js',
    'build',
    '-c',
    'vite.loader.config.ts',
    '--outDir',
    directory,
  ]);
  const loader = await readFile(join(directory, 'embed.js'));

  forum = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (url.pathname === '/embed.js') return void response.setHeader('Content-Type', 'text/javascript').end(loader);
    if (url.pathname === '/embed') return void response.setHeader('Content-Type', 'text/html').end(FORUM_PAGE);
    if (url.pathname === '/api/v1/counts') {
      const counts = Object.fromEntries(
        url.searchParams.getAll('url').map((one) => [one, one.endsWith('/none') ? 0 : 1204]),
      );
      return void answers.then(() => response.end(JSON.stringify({ counts })));
    }
    response.writeHead(404).end();
  });
  paper = createServer((_, response) => void response.setHeader('Content-Type', 'text/html').end(article));
  [forumOrigin, paperOrigin] = await Promise.all([open(forum), open(paper)]);
  browser = await launch();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  forum?.close();
  paper?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  asked = [];
  answers = Promise.resolve();
  complaints = [];
  page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
});

afterEach(async () => {
  await page.close();
  expect(complaints.filter((line) => !line.includes('favicon'))).toEqual([]);
});

describe('a publisher’s page', () => {
  it('loads the forum when the reader comes near, and not before', async () => {
    await read({ above: 3000 });
    await page.waitForFunction(() => customElements.get('rejoinder-forum') !== undefined);
    expect(frames()).toHaveLength(0);
    await page.mouse.wheel(0, 2000);
    const frame = await shown();
    expect(new URL(frame.url()).searchParams.get('url')).toBe(`${paperOrigin}/article`);
    expect(new URL(frame.url()).searchParams.get('title')).toBe('A bridge');
    expect(await page.locator('iframe').getAttribute('title')).toBe('User forum');
  });

  it('gives the forum the height that it asks for', async () => {
    await read();
    const frame = await shown();
    await expectHeight(900);
    await frame.evaluate(`say({ type: 'rejoinder:height', height: 1234.4 })`);
    await expectHeight(1235);
  });

  it('listens to the forum’s window alone', async () => {
    await read();
    await shown();
    await expectHeight(900);
    await page.evaluate(() => {
      window.postMessage({ type: 'rejoinder:height', height: 5 }, '*');
      const other = document.createElement('iframe');
      other.srcdoc = `<script>parent.postMessage({ type: 'rejoinder:height', height: 5 }, '*')</script>`;
      document.body.append(other);
      return new Promise((resolve) => other.addEventListener('load', resolve));
    });
    await expectHeight(900);
  });

  it('does nothing for hostile words, even the forum’s own', async () => {
    await read();
    const frame = await shown();
    await frame.evaluate(`for (const bad of [null, 5, 'x', [], { type: 'rejoinder:height', height: -1 },
      { type: 'rejoinder:height', height: '9px' }, { type: 'rejoinder:height', height: 1e12 }, { type: '__proto__' },
      { type: 'rejoinder:count', count: '<b>' }]) say(bad); say({ type: 'rejoinder:height', height: 700 })`);
    await expectHeight(700);
  });

  it('tells the forum how the page looks, and when it turns dark', async () => {
    await read({
      head: '<style>rejoinder-forum { --rejoinder-accent: #8a3a22; --rejoinder-radius: 3px; font-family: Georgia, serif }</style>',
    });
    const frame = await shown();
    await heard(frame, {
      type: 'rejoinder:settings',
      theme: 'light',
      font: 'Georgia, serif',
      accent: '#8a3a22',
      radius: 3,
    });
    await page.evaluate(() => {
      document.documentElement.style.cssText = 'background: #111; color: #eee';
    });
    await heard(frame, { type: 'rejoinder:settings', theme: 'dark' });
  });

  it('tells the forum which part of it can be seen', async () => {
    await read({ above: 700 });
    const frame = await shown();
    await expectHeight(900);
    await page.evaluate(() => window.scrollTo(0, 900));
    const top = await page.evaluate(() => -document.querySelector('rejoinder-forum')!.getBoundingClientRect().top);
    await heard(frame, { type: 'rejoinder:viewport', top: Math.round(top) });
  });

  it('opens at once for a link to a message, and brings it into view', async () => {
    await read({ above: 3000, hash: '#message-0193a' });
    const frame = await shown();
    await heard(frame, { type: 'rejoinder:reveal', messageId: '0193a' });
    await frame.evaluate(`say({ type: 'rejoinder:scroll', top: 600 })`);
    await page.waitForFunction(() => {
      const { top } = document.querySelector('rejoinder-forum')!.getBoundingClientRect();
      return top + 600 >= 0 && top + 600 < innerHeight;
    });
  });

  it('follows a site that changes its article without loading a page', async () => {
    await read();
    await shown();
    const ready = page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('rejoinder:ready', () => resolve(history.length), { once: true }),
        ),
    );
    const before = await page.evaluate(() => {
      const element = document.querySelector('rejoinder-forum')!;
      element.setAttribute('url', '/next');
      element.setAttribute('key', 'n1');
      return history.length;
    });
    expect(await ready).toBe(before);
    const address = new URL((await shown()).url());
    expect(address.searchParams.get('url')).toBe(`${paperOrigin}/next`);
    expect(address.searchParams.get('key')).toBe('n1');
    expect(frames()).toHaveLength(1);
    expect(asked.filter(({ pathname }) => pathname === '/embed')).toHaveLength(2);
  });

  it('takes the script twice and the element out and in again', async () => {
    await read();
    await shown();
    await page.addScriptTag({ url: `${forumOrigin}/embed.js` });
    await page.evaluate(() => {
      const element = document.querySelector('rejoinder-forum')!;
      element.remove();
      document.body.prepend(element);
    });
    await shown();
    expect(frames()).toHaveLength(1);
  });
});

describe('counts beside headlines', () => {
  it('are filled in the page’s language and in the publisher’s words', async () => {
    await read({
      above: 3000,
      places: `<i data-rejoinder-count="/one"></i><i data-rejoinder-count="/none" data-rejoinder-words="Nobody|One|# people"></i>`,
    });
    await page.waitForFunction(() => document.querySelector('i')?.textContent !== '');
    expect(await page.locator('i').allTextContents()).toEqual(['1,204', 'Nobody']);
  });

  it('come in requests that any proxy lets through', async () => {
    const many = Array.from({ length: 95 }, (_, index) => `<i data-rejoinder-count="/article/${index}"></i>`).join('');
    await read({ above: 3000, places: many });
    await page.waitForFunction(() => [...document.querySelectorAll('i')].every((place) => place.textContent !== ''));
    const sizes = asked
      .filter(({ pathname }) => pathname.endsWith('/counts'))
      .map(({ searchParams }) => searchParams.getAll('url').length);
    expect(sizes).toEqual([40, 40, 15]);
  });

  it('are filled where they were added later, and kept live by the forum in the page', async () => {
    await read();
    const frame = await shown();
    await page.evaluate(() =>
      document.body.insertAdjacentHTML('beforeend', '<i data-rejoinder-count="/article#x"></i>'),
    );
    await page.waitForFunction(
      () => document.querySelector('i')?.textContent === '1,204' || document.querySelector('i')?.textContent === '7',
    );
    await frame.evaluate(`say({ type: 'rejoinder:count', count: 8 })`);
    await page.waitForFunction(() => document.querySelector('i')?.textContent === '8');
  });

  it('stay what the forum in the page has told while an older answer was on its way', async () => {
    let answer = (): void => undefined;
    answers = new Promise((resolve) => (answer = resolve));
    await read({ places: '<i data-rejoinder-count="/article"></i><b data-rejoinder-count="/another"></b>' });
    const frame = await shown();
    await until('the counts asked for', () => asked.some(({ pathname }) => pathname.endsWith('/counts')));
    await frame.evaluate(`say({ type: 'rejoinder:count', count: 8 })`);
    await page.waitForFunction(() => document.querySelector('i')?.textContent === '8');
    answer();
    await page.waitForFunction(() => document.querySelector('b')?.textContent === '1,204');
    expect(await page.locator('i').textContent()).toBe('8');
  });
});

type Words = { readonly above?: number; readonly head?: string; readonly places?: string; readonly hash?: string };

/** Opens an article of the paper with the publisher's tag in it. */
async function read({ above = 0, head = '', places = '', hash = '' }: Words = {}): Promise<void> {
  article = `<!doctype html><html lang="en"><head><title>A bridge</title>${head}
    <script async src="${forumOrigin}/embed.js"></script></head><body>${places}<div style="height:${above}px"></div>
    <rejoinder-forum site="default"></rejoinder-forum><div style="height:2000px"></div></body></html>`;
  await page.goto(`${paperOrigin}/article${hash}`);
}

const frames = (): Frame[] => page.frames().filter((frame) => frame.url().startsWith(`${forumOrigin}/embed`));

/** The forum's frame, once the loader has heard that it is ready. */
async function shown(): Promise<Frame> {
  await page.waitForSelector('iframe');
  await page.waitForFunction(() => (document.querySelector('rejoinder-forum') as HTMLElement).style.minHeight === '');
  const [frame] = frames();
  if (!frame) throw new Error('The page has no forum');
  return frame;
}

async function heard(frame: Frame, message: Readonly<Record<string, unknown>>): Promise<void> {
  const wanted = JSON.stringify(Object.entries(message));
  await frame.waitForFunction(
    `${wanted} && heard.some((one) => ${wanted}.every(([name, value]) => one[name] === value))`,
  );
}

async function expectHeight(px: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('rejoinder-forum')!.shadowRoot!.querySelector('iframe')!.offsetHeight === wanted,
    px,
  );
}

async function open(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
