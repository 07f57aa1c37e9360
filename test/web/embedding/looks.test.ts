import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from 'playwright-core';
import { startForum, type Forum } from '../../support/forum.js';
import { until } from '../../support/until.js';
import { visitor } from '../browser.js';
import type { Visitor } from '../visitor.js';

let forum: Forum;
let paper: Server;
let origin: string;
let article: string;
let headers: Readonly<Record<string, string>>;
let reader: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  paper = createServer((_, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(article),
  );
  await new Promise<void>((resolve) => paper.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(paper.address() as AddressInfo).port}`;
  const thread = await forum.anyone.openThread({ site: 'default', url: `${origin}/article` });
  await forum.as(forum.mia).post(thread, 'I was [there](https://gazette.example/).\n\n> It rained.');
}, 60_000);

afterAll(() => {
  paper.close();
});

beforeEach(async () => {
  headers = {};
  reader = await visitor();
});

type Page = { readonly css?: string; readonly tag?: string; readonly around?: readonly [string, string] };

/** Opens a publisher's page of these colours; gives its forum, dressed. */
async function read({ css = '', tag = '', around = ['', ''] }: Page = {}): Promise<Frame> {
  article = `<!doctype html><html lang="en"><title>A bridge</title><style>${css}</style>
    <script async src="${forum.config.PUBLIC_URL.origin}/embed.js"></script>
    <p>The bridge opens.</p><label><input type="checkbox" id="switch">dark</label>
    ${around[0]}<rejoinder-forum url="/article" ${tag}></rejoinder-forum>${around[1]}`;
  await reader.open(`${origin}/article`);
  await reader.page.frameLocator('iframe').locator('.message').waitFor();
  const frame = reader.page.frames().find((one) => one.url().includes('/embed'));
  if (!frame) throw new Error('The page has no forum');
  await frame.waitForFunction(() => document.documentElement.style.getPropertyValue('--rejoinder-background') !== '');
  return frame;
}

type Rgb = readonly number[];
type Worn = {
  readonly theme: string;
  readonly paper: Rgb;
  readonly inks: Readonly<Record<string, Rgb>>;
  readonly button: Rgb;
  readonly onButton: Rgb;
};

/** The colours of what is drawn, 0 to 1; of the paper also how much of it can be seen. */
const worn = (frame: Frame): Promise<Worn> =>
  frame.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('s'));
    const numbers = (colour: string) => {
      probe.style.background = `color-mix(in srgb, ${colour}, ${colour})`;
      const [red = 0, green = 0, blue = 0, alpha = 1] = getComputedStyle(probe)
        .backgroundColor.match(/[\d.]+/g)!
        .map(Number);
      return [red, green, blue, alpha];
    };
    const of = (selector: string, what: 'color' | 'backgroundColor' = 'color') =>
      numbers(getComputedStyle(document.querySelector(selector)!)[what]);
    const result = {
      theme: document.documentElement.dataset['theme']!,
      paper: of('body', 'backgroundColor'),
      inks: {
        text: of('.message .text'),
        quiet: of('.message .when'),
        quote: of('.message blockquote'),
        link: of('.message .text a'),
        field: numbers('var(--edge)'),
      },
      button: of('.composer .main', 'backgroundColor'),
      onButton: of('.composer .main'),
    };
    probe.remove();
    return result;
  });

const light = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = ([red, green, blue]: Rgb) => 0.2126 * light(red!) + 0.7152 * light(green!) + 0.0722 * light(blue!);
function contrast(one: Rgb, other: Rgb): number {
  const [dark, bright] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright! + 0.05) / (dark! + 0.05);
}

/** What is too faint on what is behind it. */
async function faint(frame: Frame, behind: Rgb): Promise<string[]> {
  const { paper: own, inks, button, onButton } = await worn(frame);
  const ground = own[3]! > 0 ? own : behind;
  const weak = Object.entries(inks).filter(([name, ink]) => contrast(ink, ground) < (name === 'field' ? 3 : 4.5));
  return [...weak.map(([name]) => name), ...(contrast(button, onButton) < 4.5 ? ['button'] : [])];
}

const grey = (part: number): Rgb => [part, part, part];

describe('the forum can be read', () => {
  it.each([
    ['a dark page in oklch', 'body{background:oklch(.2 0 0);color:oklch(.95 0 0)}', grey(0.086), 'dark'],
    ['a dark page in lab', 'body{background:lab(10 0 0);color:lab(95 0 0)}', grey(0.11), 'dark'],
    [
      'a dark page by light-dark()',
      ':root{color-scheme:dark}body{background:light-dark(#fff,#101010);color:light-dark(#000,#eee)}',
      grey(0.063),
      'dark',
    ],
    ['a grey page', 'body{background:#777;color:#fff}', grey(0.467), 'dark'],
    ['a salmon page', 'body{background:#fff1e5;color:#33302e}', [1, 0.945, 0.898], 'light'],
    ['a blue page', 'body{background:#cfe3ff;color:#111}', [0.812, 0.89, 1], 'light'],
    [
      'a dark card in a light page',
      '.card{background:color-mix(in srgb,#000 80%,navy);color:white}',
      [0, 0, 0.1],
      'dark',
    ],
    [
      'a page half transparent',
      'html{background:#000}body{background:rgb(255 255 255/.1);color:#ddd}',
      grey(0.1),
      'dark',
    ],
  ] as const)('on %s', async (_, css, behind, theme) => {
    const frame = await read({ css, around: ['<div class="card">', '</div>'] });
    expect(await faint(frame, behind)).toEqual([]);
    expect((await worn(frame)).theme).toBe(theme);
  });

  it.each([
    '#ffd400',
    'yellow',
    '#fff',
    '#000',
    '#777',
    'lab(90% 20 60)',
    'oklch(0.85 0.2 130)',
    'color-mix(in oklab, yellow, white)',
    'light-dark(#ffe, #112)',
    'hwb(60 10% 0%)',
  ])('with the accent %s, in light and in dark', async (accent) => {
    for (const [css, behind] of [
      ['', grey(1)],
      ['body{background:#111;color:#eee}', grey(0.067)],
    ] as const) {
      const frame = await read({ css: `${css} rejoinder-forum{--rejoinder-accent:${accent}}` });
      expect(await faint(frame, behind)).toEqual([]);
    }
  });

  it.each([
    '#777',
    '#111',
    'rebeccapurple',
    'oklch(0.7 0.15 140)',
    'color-mix(in srgb, #fff, #ffd400)',
    'rgb(0 0 0 / 60%)',
    'light-dark(#eee, #222)',
  ])('with the background %s, whatever the theme', async (background) => {
    for (const theme of ['light', 'dark', 'auto']) {
      const frame = await read({
        css: `rejoinder-forum{--rejoinder-background:${background}}`,
        tag: `theme="${theme}"`,
      });
      expect([theme, await faint(frame, grey(1))]).toEqual([theme, []]);
    }
  });

  it('in the theme that was asked for, on a page of the other that has no background', async () => {
    for (const [theme, css] of [
      ['dark', ''],
      ['light', 'html{color-scheme:dark}'],
      ['light', 'body{background:#111;color:#eee}'],
    ] as const) {
      const frame = await read({ css, tag: `theme="${theme}"` });
      expect((await worn(frame)).theme).toBe(theme);
      expect((await worn(frame)).paper[3]).toBe(1);
      expect(await faint(frame, grey(1))).toEqual([]);
    }
  });

  it('keeps the publisher’s accent where it can be read', async () => {
    const { button } = await worn(await read({ css: 'rejoinder-forum{--rejoinder-accent:oklch(0.45 0.2 265)}' }));
    const asked = await worn(await read({ css: 'rejoinder-forum{--rejoinder-accent:#1f4e79}' }));
    expect(asked.button.map((part) => Math.round(part * 255)).slice(0, 3)).toEqual([0x1f, 0x4e, 0x79]);
    expect(button).not.toEqual(asked.button);
  });

  it('and what is no colour is told in the console', async () => {
    const lines: string[] = [];
    reader.page.on('console', (line) => lines.push(line.text()));
    await read({ css: 'rejoinder-forum{--rejoinder-accent:blau}' });
    await until('a line in the console', () => lines.some((line) => line.includes('--rejoinder-accent')));
  });
});

describe('the forum follows from light to dark', () => {
  it.each([
    [
      'a class on a wrapper',
      '.dark{background:#111;color:#eee}',
      `document.querySelector('.card').classList.add('dark')`,
    ],
    [
      'a style sheet',
      '',
      `document.head.append(Object.assign(document.createElement('style'), { textContent: 'body{background:#111;color:#eee}' }))`,
    ],
    ['a rule in a style sheet', '', `document.styleSheets[0].insertRule('body{background:#111;color:#eee}')`],
    [':has()', 'body:has(:checked){background:#111;color:#eee}', `document.getElementById('switch').click()`],
    ['a fade', 'body{transition:all .3s}body.dark{background:#111;color:#eee}', `document.body.classList.add('dark')`],
  ])('by %s', async (_, css, turn) => {
    const frame = await read({ css, around: ['<div class="card">', '</div>'] });
    expect((await worn(frame)).theme).toBe('light');
    await reader.page.evaluate(turn);
    await frame.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    await until('everything readable', async () => (await faint(frame, grey(0.067))).length === 0);
  });

  it('by a background alone', async () => {
    const frame = await read({
      css: '.card{background:#fff}',
      around: ['<div class="card" style="color:#000">', '</div>'],
    });
    await reader.page.evaluate(() => (document.querySelector<HTMLElement>('.card')!.style.background = '#111'));
    await until('everything readable', async () => (await faint(frame, grey(0.067))).length === 0);
  });
});

describe('on paper', () => {
  it('the forum of a dark page is black on white, without what one presses', async () => {
    const frame = await read({ css: 'body{background:#111;color:#eee}rejoinder-forum{--rejoinder-background:#222}' });
    await reader.page.emulateMedia({ media: 'print' });
    const { paper: ground, inks } = await worn(frame);
    expect(ground.slice(0, 3)).toEqual([1, 1, 1]);
    expect(inks['text']!.slice(0, 3)).toEqual([0, 0, 0]);
    expect(await faint(frame, grey(1))).toEqual([]);
    const pressed = await frame.locator('button:visible, textarea:visible, .actions:visible, summary:visible').count();
    expect(pressed).toBe(0);
    await expect(frame.locator('.message .text').isVisible()).resolves.toBe(true);
  });
});

describe('a page that is isolated from other origins', () => {
  it.each(['require-corp', 'credentialless'])(
    'has its forum under Cross-Origin-Embedder-Policy: %s',
    async (policy) => {
      headers = { 'Cross-Origin-Embedder-Policy': policy, 'Cross-Origin-Opener-Policy': 'same-origin' };
      const frame = await read();
      expect(await reader.page.evaluate(() => crossOriginIsolated)).toBe(true);
      await frame.locator('.message .text').waitFor();
    },
  );
});
