import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page, Route } from 'playwright-core';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from '../web/browser.js';
import { signInLink } from '../web/moderator.js';
import type { Visitor } from '../web/visitor.js';

/** What somebody has put into the page on its way: each would say that it ran. */
const INJECTED =
  '<script>window.ran = "inline"</script><script src="data:text/javascript,window.ran=%22data%22"></script>' +
  '<img src="/none.png" onerror="window.ran = \'a handler\'"><svg onload="window.ran = \'svg\'"></svg>' +
  '<iframe srcdoc="<script>parent.ran = \'srcdoc\'</script>"></iframe><base href="https://evil.example/">' +
  '<style>html { --ran: styled }</style>';

/** Every way in which a script's slip would make elements, or a script, of a text. Each answers what became of it. */
function tryEverySink(): Record<string, string> {
  const text = '<b id="made">made</b>';
  const element = (name: string) => document.body.appendChild(document.createElement(name));
  const sinks: Record<string, () => unknown> = {
    innerHTML: () => (element('div').innerHTML = text),
    outerHTML: () => (element('div').outerHTML = text),
    insertAdjacentHTML: () => element('div').insertAdjacentHTML('beforeend', text),
    'document.write': () => document.write(text),
    DOMParser: () => new DOMParser().parseFromString(text, 'text/html'),
    createContextualFragment: () => document.createRange().createContextualFragment(text),
    srcdoc: () => ((element('iframe') as HTMLIFrameElement).srcdoc = text),
    'script.src': () => ((document.createElement('script') as HTMLScriptElement).src = '/embed.js'),
    'script.text': () => ((document.createElement('script') as HTMLScriptElement).text = 'window.ran = 1'),
    'script.textContent': () => (document.createElement('script').textContent = 'window.ran = 1'),
    'another policy': () =>
      (
        window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
      ).trustedTypes.createPolicy('evil', { createHTML: String }),
  };
  return Object.fromEntries(
    Object.entries(sinks).map(([name, act]) => {
      try {
        act();
        return [name, 'done'];
      } catch (error) {
        return [name, (error as Error).name];
      }
    }),
  );
}

const ran = (page: Page) => page.evaluate(() => (window as unknown as { ran?: string }).ran ?? 'nothing');

/** A page as it comes, with something in it; with its policy, or (the control) without. */
async function changed(route: Route, body: (html: string) => string, withPolicy: boolean): Promise<void> {
  const request = route.request();
  // The page that holds the frame is nobody's of ours.
  if (request.resourceType() !== 'document' || new URL(request.url()).hostname !== 'localhost') return route.continue();
  const response = await route.fetch();
  const headers = response.headers();
  if (!withPolicy) delete headers['content-security-policy'];
  await route.fulfill({ response, headers, body: body(await response.text()) });
}

describe('in a real browser', () => {
  let forum: Forum;
  let elsewhere: Server;
  let pages: Readonly<Record<string, string>>;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
    await forum.as(forum.ana).post(forum.thread, 'I was there.');
    const { origin } = forum.config.PUBLIC_URL;
    pages = {
      'a discussion': `${origin}/threads/${forum.thread.id}`,
      'the frame in an article': `${origin}/embed?site=default&url=${encodeURIComponent(forum.thread.url)}`,
      'the console': `${origin}/console`,
      'the API for people': `${origin}/api/docs`,
      'the demo': `${origin}/`,
      'a page that says that there is nothing': `${origin}/nowhere`,
    };
    // Nobody's page: it holds in a frame whatever its address names.
    elsewhere = createServer((request, reply) => {
      const held = new URL(request.url ?? '', 'http://x').searchParams.get('holds') ?? '';
      reply.setHeader('content-type', 'text/html').end(`<iframe id="held" src="${held}"></iframe>`);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void elsewhere.close());

  /** Somebody at a page of ours; a moderator where that needs one. */
  async function at(name: string): Promise<Visitor> {
    const somebody = await visitor();
    if (name === 'the console') {
      await somebody.open(await signInLink(forum, forum.mia));
      await somebody.page.locator('form button').first().click();
      await somebody.page.waitForURL(/\/console/);
    }
    return somebody;
  }

  const names = [
    'a discussion',
    'the frame in an article',
    'the console',
    'the API for people',
    'the demo',
    'a page that says that there is nothing',
  ];

  it.each(names)('nothing runs that somebody put into %s on its way (rows 1, 3, 4 and 7)', async (name) => {
    const somebody = await at(name);
    const { page } = somebody;
    const put = (html: string) => html.replace('</body>', `${INJECTED}</body>`);
    let withPolicy = true;
    await page.route('**/*', (route) => changed(route, put, withPolicy));
    await page.goto(pages[name] ?? '', { waitUntil: 'load' });
    expect(await ran(page)).toBe('nothing');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ran'))).toBe('');
    expect(await page.evaluate(() => document.baseURI.includes('evil'))).toBe(false);
    expect(somebody.complaints.length).toBeGreaterThan(3);

    withPolicy = false;
    await page.goto(pages[name] ?? '', { waitUntil: 'load' });
    await until(
      'what was put in to run where there is no policy (the control)',
      async () => (await ran(page)) !== 'nothing',
    );
    somebody.complaints.splice(0);
  });

  it.each(names)('no text becomes an element or a script by a slip in %s (row 11)', async (name) => {
    const somebody = await at(name);
    const { page } = somebody;
    await page.goto(pages[name] ?? '', { waitUntil: 'load' });
    const outcomes = await page.evaluate(tryEverySink);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome === 'done')).toEqual([]);
    expect(await page.evaluate(() => document.getElementById('made'))).toBeNull();

    await page.route('**/*', (route) => changed(route, String, false));
    await page.goto(pages[name] ?? '', { waitUntil: 'load' });
    const control = await page.evaluate(tryEverySink);
    expect(Object.values(control).filter((outcome) => outcome === 'done').length).toBeGreaterThanOrEqual(10);
    somebody.complaints.splice(0);
  });

  it.each(names.slice(0, 5))('somebody else’s page holds %s in no frame (row 88)', async (name) => {
    const somebody = await at(name);
    const { page } = somebody;
    const { port } = elsewhere.address() as AddressInfo;
    // A name of this machine that no site has.
    const foreign = `http://evil.localhost:${port}/?holds=${encodeURIComponent(pages[name] ?? '')}`;
    const shown = async () => {
      await page.goto(foreign, { waitUntil: 'load' });
      const frame = page.frames().find((one) => one !== page.mainFrame());
      return (await frame?.locator('main, #forum, #console, #docs').count()) ?? 0;
    };
    expect(await shown()).toBe(0);
    expect(somebody.complaints.join(' ')).toMatch(/frame-ancestors|Refused to frame|refused to connect|Framing/);

    await page.route('**/*', (route) => changed(route, String, false));
    expect(await shown()).toBeGreaterThan(0);
    somebody.complaints.splice(0);
  });
});
