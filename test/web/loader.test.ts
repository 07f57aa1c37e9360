import { describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { Newspaper } from './newspaper.js';

const paper = new Newspaper();

describe('a publisher’s page', () => {
  it('loads the forum when the reader comes near, and not before', async () => {
    await paper.read({ above: 3000 });
    await paper.page.waitForFunction(() => customElements.get('rejoinder-forum') !== undefined);
    expect(paper.frames()).toHaveLength(0);
    await paper.page.mouse.wheel(0, 2000);
    const frame = await paper.shown();
    expect(new URL(frame.url()).searchParams.get('url')).toBe(`${paper.origin}/article`);
    expect(new URL(frame.url()).searchParams.get('title')).toBe('A bridge');
    expect(await paper.page.locator('iframe').getAttribute('title')).toBe('User forum');
  });

  it('asks for the forum in the language that the tag names, and calls the frame what the forum calls itself', async () => {
    await paper.read({ tag: 'lang="de"' });
    const frame = await paper.shown();
    expect(new URL(frame.url()).searchParams.get('lang')).toBe('de');
    await frame.evaluate(`say({ type: 'rejoinder:ready', title: 'Leserforum' })`);
    await paper.page.locator('iframe[title=Leserforum]').waitFor();
  });

  it('gives the forum the height that it asks for', async () => {
    await paper.read();
    const frame = await paper.shown();
    await paper.expectHeight(900);
    await frame.evaluate(`say({ type: 'rejoinder:height', height: 1234.4 })`);
    await paper.expectHeight(1235);
  });

  it('listens to the forum’s window alone', async () => {
    await paper.read();
    await paper.shown();
    await paper.expectHeight(900);
    await paper.page.evaluate(() => {
      window.postMessage({ type: 'rejoinder:height', height: 5 }, '*');
      const other = document.createElement('iframe');
      other.srcdoc = `<script>parent.postMessage({ type: 'rejoinder:height', height: 5 }, '*')</script>`;
      document.body.append(other);
      return new Promise((resolve) => other.addEventListener('load', resolve));
    });
    await paper.expectHeight(900);
  });

  it('does nothing for hostile words, even the forum’s own', async () => {
    await paper.read();
    const frame = await paper.shown();
    await frame.evaluate(`for (const bad of [null, 5, 'x', [], { type: 'rejoinder:height', height: -1 },
      { type: 'rejoinder:height', height: '9px' }, { type: 'rejoinder:height', height: 1e12 }, { type: '__proto__' },
      { type: 'rejoinder:count', count: '<b>' }]) say(bad); say({ type: 'rejoinder:height', height: 700 })`);
    await paper.expectHeight(700);
  });

  it('tells the forum how the page looks, and when it turns dark', async () => {
    await paper.read({
      head: '<style>rejoinder-forum { --rejoinder-accent: #8a3a22; --rejoinder-radius: 3px; font-family: Georgia, serif }</style>',
    });
    const frame = await paper.shown();
    await paper.heard(frame, {
      type: 'rejoinder:settings',
      theme: 'light',
      font: 'Georgia, serif',
      accent: '#8a3a22',
      radius: 3,
    });
    await paper.page.evaluate(() => {
      document.documentElement.style.cssText = 'background: #111; color: #eee';
    });
    await paper.heard(frame, { type: 'rejoinder:settings', theme: 'dark' });
  });

  it('tells the forum which part of it can be seen', async () => {
    await paper.read({ above: 700 });
    const frame = await paper.shown();
    await paper.expectHeight(900);
    await paper.page.evaluate(() => window.scrollTo(0, 900));
    const top = await paper.page.evaluate(
      () => -document.querySelector('rejoinder-forum')!.getBoundingClientRect().top,
    );
    await paper.heard(frame, { type: 'rejoinder:viewport', top: Math.round(top) });
  });

  it('opens at once for a link to a message, and brings it into view', async () => {
    await paper.read({ above: 3000, hash: '#message-0193a' });
    const frame = await paper.shown();
    await paper.heard(frame, { type: 'rejoinder:reveal', messageId: '0193a' });
    await frame.evaluate(`say({ type: 'rejoinder:scroll', top: 600 })`);
    await paper.page.waitForFunction(() => {
      const { top } = document.querySelector('rejoinder-forum')!.getBoundingClientRect();
      return top + 600 >= 0 && top + 600 < innerHeight;
    });
  });

  it('follows a site that changes its article without loading a page', async () => {
    await paper.read();
    await paper.shown();
    const ready = paper.page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('rejoinder:ready', () => resolve(history.length), { once: true }),
        ),
    );
    const before = await paper.page.evaluate(() => {
      const element = document.querySelector('rejoinder-forum')!;
      element.setAttribute('url', '/next');
      element.setAttribute('key', 'n1');
      return history.length;
    });
    expect(await ready).toBe(before);
    const address = new URL((await paper.shown()).url());
    expect(address.searchParams.get('url')).toBe(`${paper.origin}/next`);
    expect(address.searchParams.get('key')).toBe('n1');
    expect(paper.frames()).toHaveLength(1);
    expect(paper.asked.filter(({ pathname }) => pathname === '/embed')).toHaveLength(2);
  });

  it('takes the script twice and the element out and in again', async () => {
    await paper.read();
    await paper.shown();
    await paper.page.addScriptTag({ url: `${paper.forumOrigin}/embed.js` });
    await paper.page.evaluate(() => {
      const element = document.querySelector('rejoinder-forum')!;
      element.remove();
      document.body.prepend(element);
    });
    await paper.shown();
    expect(paper.frames()).toHaveLength(1);
  });
});

describe('counts beside headlines', () => {
  it('are filled in the page’s language and in the publisher’s words', async () => {
    await paper.read({
      above: 3000,
      places: `<i data-rejoinder-count="/one"></i><i data-rejoinder-count="/none" data-rejoinder-words="Nobody|One|# people"></i>`,
    });
    await paper.page.waitForFunction(() => document.querySelector('i')?.textContent !== '');
    expect(await paper.page.locator('i').allTextContents()).toEqual(['1,204', 'Nobody']);
  });

  it('come in requests that any proxy lets through', async () => {
    const many = Array.from({ length: 95 }, (_, index) => `<i data-rejoinder-count="/article/${index}"></i>`).join('');
    await paper.read({ above: 3000, places: many });
    await paper.page.waitForFunction(() =>
      [...document.querySelectorAll('i')].every((place) => place.textContent !== ''),
    );
    const sizes = paper.asked
      .filter(({ pathname }) => pathname.endsWith('/counts'))
      .map(({ searchParams }) => searchParams.getAll('url').length);
    expect(sizes).toEqual([40, 40, 15]);
  });

  it('are filled where they were added later, and kept live by the forum in the page', async () => {
    await paper.read();
    const frame = await paper.shown();
    await paper.page.evaluate(() =>
      document.body.insertAdjacentHTML('beforeend', '<i data-rejoinder-count="/article#x"></i>'),
    );
    await paper.page.waitForFunction(
      () => document.querySelector('i')?.textContent === '1,204' || document.querySelector('i')?.textContent === '7',
    );
    await frame.evaluate(`say({ type: 'rejoinder:count', count: 8 })`);
    await paper.page.waitForFunction(() => document.querySelector('i')?.textContent === '8');
  });

  it('stay what the forum in the page has told while an older answer was on its way', async () => {
    let answer = (): void => undefined;
    paper.answers = new Promise((resolve) => (answer = resolve));
    await paper.read({ places: '<i data-rejoinder-count="/article"></i><b data-rejoinder-count="/another"></b>' });
    const frame = await paper.shown();
    await until('the counts asked for', () => paper.asked.some(({ pathname }) => pathname.endsWith('/counts')));
    await frame.evaluate(`say({ type: 'rejoinder:count', count: 8 })`);
    await paper.page.waitForFunction(() => document.querySelector('i')?.textContent === '8');
    answer();
    await paper.page.waitForFunction(() => document.querySelector('b')?.textContent === '1,204');
    expect(await paper.page.locator('i').textContent()).toBe('8');
  });
});
