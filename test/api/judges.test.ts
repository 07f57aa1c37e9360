import { beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { HtmlValidate } from 'html-validate';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { startForum, type Forum } from '../support/forum.js';

// What others made to judge pages and contracts, let loose on ours: no finding is allowed.
const html = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Preact writes `<meta/>` and a small doctype, which HTML allows.
    'void-style': 'off',
    'doctype-style': 'off',
    // Safari takes the meaning of a list from one without bullets, unless its role says it.
    'no-redundant-role': 'off',
    // Our files come from ourselves.
    'require-sri': ['error', { target: 'crossorigin' }],
    // A headline is the publisher's, of whatever length.
    'long-title': 'off',
    // Code that scrolls is a region, by its role: it is no part of the article.
    'prefer-native-element': 'off',
  },
});

let forum: Forum;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
  const text =
    '**Bold**, `code`, [a link](https://example.org/), 😀\n\n1986. What a year\n\n- one\n- two\n\n> said\n\n```\nx < y\n```';
  const first = await forum.as(forum.mia).post(forum.thread, text);
  await forum.as(forum.ben).reply(first, 'I was there & "quoted" <b>it</b>.');
});

const looksAt = (path: string, init: RequestInit = {}) =>
  forum.visit(path, { ...init, headers: { accept: 'text/html', ...init.headers } });

async function findings(page: string): Promise<string[]> {
  const { results } = await html.validateString(page);
  return results.flatMap(({ messages }) => messages.map((one) => `${one.ruleId}: ${one.message} at ${one.selector}`));
}

const of = (query = '') => `/threads/${forum.thread.id}${query}`;
const embed = (url: string) => `/embed?${new URLSearchParams({ site: 'default', url })}`;
const form = (path: string, fields: Record<string, string>): [string, RequestInit] => [
  path,
  { method: 'POST', body: new URLSearchParams(fields), headers: { origin: forum.config.PUBLIC_URL.origin } },
];
/** Where somebody is led who has posted without JavaScript, and is thanked. */
const thanks = async (name: string, text: string): Promise<[string]> => {
  const address = (await looksAt(...form(`${of()}/messages`, { name, text }))).headers.get('location') ?? '';
  expect((await looksAt(address)).text).toMatch(/<p class="note">[^<]*Thank you/);
  return [address];
};
const linkFor = async (): Promise<string> => {
  const { link } = await forum.service(StaffService).addStaff('olga@example.com', 'owner', null);
  return `/console/sign-in?token=${link}`;
};

describe('a validator finds no fault with the HTML of', () => {
  it.each<[string, number, () => readonly [string, RequestInit?] | Promise<readonly [string, RequestInit?]>]>([
    ['an article with the forum under it', 200, () => ['/']],
    ['an article without a picture', 200, () => ['/demo/articles/night-bus']],
    ['the front page', 200, () => ['/demo/articles']],
    ['the page with the tag', 200, () => ['/demo/embed']],
    ['a thread', 200, () => [of()]],
    ['a thread in another order', 200, () => [of('?sort=newest')]],
    ['a thread after a post without JavaScript', 200, () => thanks('Anna', 'I was there, too.')],
    ['a thread after a held post without JavaScript', 200, () => thanks('Ben', 'See www.example.com/tide')],
    ['a form that was refused', 422, () => form(`${of()}/messages`, { name: 'Mia', text: 'I am the moderator.' })],
    ['a form that says nothing', 400, () => form(`${of()}/messages`, {})],
    ['the forum in a frame', 200, () => [embed(forum.thread.url)]],
    ['the forum of the demo in a frame', 200, () => [embed(`${forum.config.PUBLIC_URL.origin}/`)]],
    ['a frame of an article where nobody wrote', 200, () => [embed('http://localhost/articles/new')]],
    ['a frame of a site that is not ours', 422, () => [embed('https://elsewhere.example/')]],
    ['a thread that there is not', 404, () => ['/threads/0']],
    ['a message that there is not', 404, () => [of('?message=0')]],
    ['nothing', 404, () => ['/nowhere']],
    ['the console', 200, () => ['/console']],
    ['a sign-in', 200, async () => [await linkFor()]],
    ['a link that is used up', 410, () => ['/console/sign-in?token=used-up']],
    ['the API for people', 200, () => ['/api/docs']],
  ])('%s', async (_, status, page) => {
    const answer = await looksAt(...(await page()));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(await findings(answer.text)).toEqual([]);
  });

  it('would find what is wrong (the check of the check)', async () => {
    const page = (await looksAt(of())).text;
    expect(await findings(page.replace('<body>', '<body><p><div>A block in a line.</div></p>'))).not.toEqual([]);
    expect(await findings(page.replace('<body>', '<body><pre aria-label="Code">1</pre>'))).not.toEqual([]);
    expect(await findings(page.replace('<body>', '<body><style>p { color: red }</style>'))).not.toEqual([]);
  });
});

describe('a linter finds no fault with the OpenAPI document', () => {
  /** As a forum with an address in the world tells it: one on localhost is found fault with for that. */
  async function faults(change: (document: string) => string = (document) => document): Promise<string[]> {
    const here = forum.config.PUBLIC_URL.origin;
    const served = (await forum.visit('/api/openapi.json')).text.replaceAll(here, 'https://forum.gazette.press');
    const config = await createConfig({ extends: ['recommended-strict'] });
    const found = await lintFromString({ source: change(served), absoluteRef: '/openapi.json', config });
    return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`);
  }

  it('as it is', async () => {
    expect(await faults()).toEqual([]);
  });

  it('and would find what is wrong (the check of the check)', async () => {
    expect(await faults((document) => document.replace(/"servers":\[[^\]]*\]/, '"servers":[]'))).not.toEqual([]);
    expect(await faults((document) => document.replace(/"operationId":"messages\.post"/, '"x":1'))).not.toEqual([]);
  });

  it('by whichever of its names', async () => {
    const named = await Promise.all(['/api/openapi.json', '/api/docs-json'].map((path) => forum.visit(path)));
    expect(named.map(({ status }) => status)).toEqual([200, 200]);
    expect(named[0]?.text).toBe(named[1]?.text);
  });
});
