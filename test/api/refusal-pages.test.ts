import { beforeAll, expect, it } from '@jest/globals';
import { inLanguage, languageOf } from '../../src/i18n/languages.js';
import { t } from '../../src/i18n/format.js';
import { startForum, type Forum } from '../support/forum.js';

let forum: Forum;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
});

const ARTICLE = 'url=http://localhost/article';
const REQUESTS = [
  ['without a site or an address', '', [['site', 'missing']]],
  ['with an address alone', ARTICLE, [['site', 'missing']]],
  ['with a site alone, in no page', 'site=default', [['url', 'missing']]],
  ['with an empty site', `site=&${ARTICLE}`, [['site', 'too_short']]],
  ['with a site that is too long', `site=${'x'.repeat(65)}&${ARTICLE}`, [['site', 'too_long']]],
  ['with two sites', `site=a&site=b&${ARTICLE}`, [['site', 'not_valid']]],
  ['with an empty address', 'site=default&url=', [['url', 'too_short']]],
  ['with what a template left', 'site=default&url={{ page.url }}', [['url', 'template_left']]],
  [
    'with everything wrong',
    'url=&key=',
    [
      ['site', 'missing'],
      ['url', 'too_short'],
      ['key', 'too_short'],
    ],
  ],
  ['with an address of nothing on the web', 'site=default&url=mailto:mia@example.com', []],
] as const;

async function page(query: string, lang: string) {
  const answer = await forum.visit(`/embed?${query}&lang=${lang}`, { headers: { accept: 'text/html' } });
  const [, body = ''] = /<body>(.*)<\/body>/s.exec(answer.text) ?? [];
  return { status: answer.status, body, title: /<title>(.*)<\/title>/.exec(answer.text)?.[1] ?? '' };
}

/** The words of a page that are of a language: not the names of parameters. */
const wordsOf = (html: string) => html.replace(/<code>.*?<\/code>/g, '').replace(/<[^>]+>/g, ' ');

it.each(REQUESTS)(
  'a frame that is asked for %s is refused in the reader’s language alone (row H7)',
  async (_, query, wrong) => {
    for (const lang of ['en', 'de']) {
      const { status, body } = await page(query, lang);
      const lines = inLanguage(languageOf(lang), () =>
        wrong.map(([path, code]) => `<p><code>${path}</code> ${t(`page.issue.${code}`)}</p>`),
      );
      expect([status, body.match(/<p><code>.*?<\/p>/g) ?? []]).toEqual([400, lines]);
    }
    const { body, title } = await page(query, 'xb');
    expect([title, wordsOf(body)].filter((words) => /[a-z]{2}/i.test(words))).toEqual([]);
  },
);
