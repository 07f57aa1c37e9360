import { describe, expect, it } from '@jest/globals';
import { until } from '../../support/until.js';
import { Newspaper } from '../newspaper.js';

const paper = new Newspaper();
const linkTo = (href: string) => `<link rel="canonical" href="${href}">`;

describe('a site with one long-lived page', () => {
  it('has the next article’s forum as soon as its address changes, whatever its head still says', async () => {
    await paper.read({ head: linkTo('/article') });
    await paper.shows('/article');
    await paper.page.evaluate(() => history.pushState(null, '', '/next'));
    await paper.shows('/next');
    await paper.page.evaluate(() => document.querySelector('link[rel=canonical]')!.setAttribute('href', '/next/whole'));
    await paper.shows('/next/whole');
    expect(paper.frames()).toHaveLength(1);
  });

  it('has the first one’s again when the reader goes back', async () => {
    await paper.read({ head: linkTo('/article') });
    await paper.shows('/article');
    await paper.page.evaluate(() => {
      history.pushState(null, '', '/next');
      document.querySelector<HTMLLinkElement>('link[rel=canonical]')!.href = '/next';
    });
    await paper.shows('/next');
    await paper.page.evaluate(() => {
      history.back();
      document.querySelector<HTMLLinkElement>('link[rel=canonical]')!.href = '/article';
    });
    await paper.shows('/article');
  });

  it('follows where the browser has no word for it', async () => {
    await paper.page.addInitScript(() => Object.defineProperty(window, 'navigation', { value: undefined }));
    await paper.read();
    await paper.shows('/article');
    await paper.page.evaluate(() => history.replaceState(null, '', '/quietly'));
    await paper.shows('/quietly');
  });

  it('stays with its article while the reader looks through its pictures, and while its window’s title blinks', async () => {
    await paper.read({ head: linkTo('/article') });
    await paper.shows('/article');
    await paper.page.evaluate(() => {
      history.pushState(null, '', '/article/pictures/2?from=top');
      document.title = '(3) A bridge';
    });
    // What comes after has been looked at after these.
    await paper.page.evaluate(() => document.querySelector('rejoinder-forum')!.setAttribute('article-key', 'k'));
    await until('the key asked for', () => paper.asked.some(({ searchParams }) => searchParams.get('key') === 'k'));
    const asked = paper.asked.filter(({ pathname }) => pathname === '/embed');
    expect(asked.map(({ searchParams }) => searchParams.get('url'))).toEqual(Array(2).fill(`${paper.origin}/article`));
  });

  it('says another address in the tag, and that one holds', async () => {
    await paper.read({ tag: 'url="/said"', head: linkTo('/article') });
    await paper.shows('/said');
    await paper.page.evaluate(() => history.pushState(null, '', '/next'));
    await paper.page.evaluate(() => document.querySelector('rejoinder-forum')!.setAttribute('url', '/next/said'));
    await paper.shows('/next/said');
  });
});

describe('the address of an article', () => {
  it('is the canonical link also where that says more of itself', async () => {
    await paper.read({ head: '<link rel="alternate canonical" href="/whole">' });
    await paper.shows('/whole');
  });

  it('is the canonical link on another host too, with the page’s own beside it for a site that does not know that host', async () => {
    await paper.read({ head: linkTo('https://www.paper.example/article'), hash: '#top' });
    const asked = await paper.shows('https://www.paper.example/article');
    expect(asked.get('page')).toBe(`${paper.origin}/article`);
  });

  it.each(['http://', 'mailto:desk@paper.example', 'http://[::1', 'javascript:void(0)'])(
    'is the one in the bar where the canonical link is %s, and the console says so',
    async (href) => {
      await paper.read({ head: linkTo(href) });
      await paper.shows('/article');
      expect(paper.lines).toEqual([expect.stringContaining(href)]);
    },
  );

  it('is the one in the bar where a template links every article to the front page', async () => {
    for (const href of ['/', paper.origin]) {
      await paper.read({ path: '/article', head: linkTo(href) });
      await paper.shows('/article');
    }
    // Not where it is the front page that has the forum, whatever a reader came with.
    await paper.read({ path: '/', head: linkTo('/'), hash: '#top' });
    await paper.shows('/');
    await paper.read({ path: '/?utm_source=letter', head: linkTo('/') });
    await paper.shows('/?utm_source=letter');
    // What the tag says is meant.
    await paper.read({ tag: 'url="/"', head: linkTo('/') });
    await paper.shows('/');
  });

  it.each([
    ['in the tag', { tag: 'url="{{ page.url }}"' }],
    ['in a query', { tag: 'url="/story?id={{ id }}"' }],
    ['in the canonical link', { head: linkTo('/{{page.url}}') }],
  ])('is the one in the bar where a template was not rendered, and the console says so: %s', async (_, words) => {
    await paper.read(words);
    await paper.shows('/article');
    expect(paper.lines).toEqual([expect.stringContaining('no forum at ')]);
  });

  it('may hold braces and percent signs of its own', async () => {
    for (const path of ['/a?filter={"by":"date"}', '/100%25', '/a%7Bb%7D']) {
      await paper.read({ path });
      const { pathname, search } = new URL(path, paper.origin);
      await paper.shows(`${pathname}${search}`);
    }
    expect(paper.lines).toEqual([]);
  });

  it('has a key by a name that no framework keeps for itself, and the publisher’s signature', async () => {
    await paper.read({ tag: 'article-key="post-4711" signature="v1.abc"' });
    const asked = await paper.shows('/article');
    expect(Object.fromEntries(asked)).toMatchObject({ key: 'post-4711', signature: 'v1.abc' });
  });
});

describe('a script that was not loaded from the forum’s server', () => {
  it('takes the forum’s address from the tag', async () => {
    for (const script of [
      '<script src="/bundle.js"></script>',
      '<script type="module">await import("/bundle.js")</script>',
    ]) {
      await paper.read({ script, tag: `forum="${paper.forumOrigin}"`, places: '<i data-rejoinder-count="/one"></i>' });
      await paper.shows('/article');
      await paper.page.waitForFunction(() => document.querySelector('i')?.textContent === '1,204');
    }
    await paper.read({ script: '', tag: `forum="${paper.forumOrigin}/"` });
    await paper.page.evaluate(paper.loader);
    await paper.shows('/article');
    expect(paper.lines).toEqual([]);
  });

  it('says in the console what is missing, once', async () => {
    await paper.read({ script: '<script src="/bundle.js"></script>', places: '<i data-rejoinder-count="/one"></i>' });
    await until('a line in the console', () => paper.lines.length > 0);
    expect(paper.lines).toEqual([expect.stringContaining('forum="https://')]);
    await paper.page.evaluate(
      (forum) => document.querySelector('rejoinder-forum')!.setAttribute('forum', forum),
      paper.forumOrigin,
    );
    await paper.shows('/article');
    expect(paper.lines).toHaveLength(1);
  });

  it('says in the console that no forum answers where it names somebody else’s server', async () => {
    await paper.page.clock.install();
    await paper.read({ script: '<script src="/bundle.js"></script>', tag: `forum="${paper.origin}"` });
    await paper.page.clock.runFor(500);
    await paper.page.frameLocator('iframe').getByText('no such page').waitFor();
    await until('a line in the console', async () => {
      await paper.page.clock.runFor(1000);
      return paper.lines.length > 0;
    });
    expect(paper.lines).toEqual([expect.stringContaining(`no forum at ${paper.origin}/embed?`)]);
  });
});
