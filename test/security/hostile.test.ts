import { beforeAll, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { corpus } from '../support/corpus.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from '../web/browser.js';
import type { Visitor } from '../web/visitor.js';

/**
 * Everything by which the samples would make themselves known: a page that runs one of them calls one of these. Not `eval`,
 * by which the test itself looks into the page: the page's policy refuses it, and that would be a complaint.
 */
const TRAP = `
  window.caught = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch']) {
    const real = window[name];
    window[name] = (...args) => {
      const ours = name === 'fetch' && new URL(args[0], location.href).origin === location.origin;
      if (ours) return real.apply(window, args);
      window.caught.push(name + ' ' + String(args[0]).slice(0, 100));
    };
  }
`;

let forum: Forum;
let thread: ThreadView;
let samples: readonly { readonly id: string; readonly input: string }[];

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  await forum.changeSite('default', { settings: { newcomerMessages: 0 } });
  thread = await forum.article({ title: `"><img src=x onerror=alert(1)></title><script>alert(1)</script>` });
  samples = corpus('xss');
  const writer = forum.as(await forum.guest('Writer'));
  for (const [n, { input }] of samples.entries()) {
    await writer.ask('POST', `/threads/${thread.id}/messages`, { key: `sample-${n}`, body: { text: input } });
  }
}, 120_000);

/** Somebody in whose browser everything is watched: dialogs, requests to elsewhere, and the trap. */
async function watched(): Promise<{ reader: Visitor; seen: string[] }> {
  const reader = await visitor();
  const seen: string[] = [];
  await reader.page.addInitScript(TRAP);
  reader.page.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  reader.page.on('popup', (page) => seen.push(`a window: ${page.url()}`));
  reader.page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && host !== new URL(forum.url).host) seen.push(`a request to ${request.url()}`);
  });
  return { reader, seen };
}

const caught = ({ page }: Visitor) => page.evaluate(() => (window as unknown as { caught: string[] }).caught);

it('no sample runs, loads or asks for anything in a reader’s browser (rows 1 to 5, 8 and 11)', async () => {
  const { reader, seen } = await watched();
  const { messageCount } = await forum.anyone.thread(thread);
  expect(messageCount).toBeGreaterThan(samples.length * 0.8);
  let read = 0;
  for (let next: string | null = `${forum.url}/threads/${thread.id}?sort=newest`; next !== null;) {
    await reader.open(next);
    await until('the page’s own script', () => reader.page.evaluate(() => document.readyState === 'complete'));
    read += await reader.page.locator('article').count();
    // What waits for a hand: everything that a sample could have made to be touched.
    await reader.page.evaluate(() => {
      for (const element of document.querySelectorAll('article .text, article .text *')) {
        for (const type of ['mouseover', 'mouseenter', 'focus', 'pointerover', 'toggle', 'animationstart', 'wheel']) {
          element.dispatchEvent(new Event(type, { bubbles: true }));
        }
      }
    });
    expect([reader.page.url(), await caught(reader), seen, reader.complaints]).toEqual([reader.page.url(), [], [], []]);
    const on = reader.page.locator('a[href*="cursor="]').first();
    // The server’s page has it from the beginning, or there is none.
    const more = (await on.count()) === 0 ? null : await on.getAttribute('href');
    next = more === null ? null : new URL(more, forum.url).href;
  }
  expect(read).toBeGreaterThanOrEqual(messageCount);
}, 120_000);

it('no sample runs when it arrives while the page is open', async () => {
  const quiet = await forum.article();
  const { reader, seen } = await watched();
  await reader.open(`${forum.url}/threads/${quiet.id}`);
  await until('a follower', async () => (await reader.page.locator('#composer textarea').count()) > 0);
  const who = forum.as(await forum.guest('Writer'));
  for (const [n, { input }] of samples.slice(0, 60).entries()) {
    await who.ask('POST', `/threads/${quiet.id}/messages`, { key: `live-${n}`, body: { text: input } });
  }
  await who.post(quiet, 'The last of all of them.');
  await until('the last message, or the sign that there are more', async () => {
    const text = await reader.page.locator('body').innerText();
    return /The last of all of them|\d+ new/.test(text);
  });
  expect([await caught(reader), seen, reader.complaints]).toEqual([[], [], []]);
}, 120_000);

it('a sample that ran would have been caught (the check of the trap)', async () => {
  const { reader, seen } = await watched();
  await reader.open(`${forum.url}/threads/${(await forum.article()).id}`);
  await reader.page.evaluate(() => {
    window.alert('ran');
    void window.fetch('https://evil.example/');
    document.body.append(Object.assign(new Image(), { src: 'https://evil.example/x.png' }));
  });
  await until('the picture to be refused', () => reader.complaints.length > 0);
  expect(await caught(reader)).toEqual(['alert ran', 'fetch https://evil.example/']);
  expect(seen.length + reader.complaints.splice(0).length).toBeGreaterThan(0);
});
