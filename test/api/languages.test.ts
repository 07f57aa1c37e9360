import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { SettingsAnswer } from '../../src/moderation/settings/settings.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

const GERMAN = { 'Accept-Language': 'de-DE,de;q=0.9' };
const NO_NAME = { name: 'buy.de', text: 'I agree' };

eachDatabase('a reader’s language', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('zeitung', { settings: { language: 'de' }, hosts: ['zeitung.example'] });
  });
  beforeEach(async () => {
    thread = await forum.article();
  });

  const languageOf = (html: string) => /<html lang="([\w-]+)" dir="(\w+)">/.exec(html)?.slice(1).join(' ');
  const embed = (site: string, more = '') =>
    forum.visit(`/embed?${new URLSearchParams({ site, url: `https://${site}.example/article` })}${more}`);

  it('is that of the site, unless the address names another', async () => {
    expect(languageOf((await embed('zeitung')).text)).toBe('de ltr');
    expect((await embed('zeitung')).text).toContain('<h1>Leserforum</h1>');
    expect(languageOf((await embed('zeitung', '&lang=en')).text)).toBe('en ltr');
    const page = `/threads/${thread.id}`;
    expect(languageOf((await forum.visit(page)).text)).toBe('en ltr');
    expect(languageOf((await forum.visit(`${page}?lang=de-AT`)).text)).toBe('de ltr');
    expect(languageOf((await forum.visit(`${page}?lang=xb`)).text)).toBe('xb rtl');
  });

  it('makes no other page where there is no such language, or where a browser would rather read another', async () => {
    const page = `/threads/${thread.id}`;
    const { text } = await forum.visit(page);
    for (const [path, headers] of [
      [page, GERMAN],
      [`${page}?lang=tlh`, {}],
      [`${page}?lang=../en`, {}],
    ] as const)
      expect((await forum.visit(path, { headers })).text).toBe(text);
  });

  it('is taken over by the script and by every link of the page', async () => {
    await forum.as(forum.ana).post(thread, 'Wer betreibt jetzt die Fähre?');
    const { text } = await forum.visit(`/threads/${thread.id}?lang=de`);
    const scripts = [...text.matchAll(/<script type="module" src="([^"]+)"/g)].map(([, src]) => src ?? '');
    expect(scripts).toEqual([expect.stringMatching(/texts-de-/), expect.stringMatching(/forum-/)]);
    const [texts = ''] = scripts;
    const answer = await forum.visit(texts);
    expect(answer.text).toContain('Meldung senden');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    const links = [...text.matchAll(/href="(\/threads\/[^"]+)"/g)].map(([, href]) => href);
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) expect(link).toContain('lang=de');
  });

  it('is that of what a plain form was answered', async () => {
    const send = (form: Record<string, string>) =>
      forum.visit(`/threads/${thread.id}/messages`, { method: 'POST', body: new URLSearchParams(form) });
    const refused = await send({ ...NO_NAME, lang: 'de' });
    expect([languageOf(refused.text), refused.text.includes('Der Name darf keine Adresse sein.')]).toEqual([
      'de ltr',
      true,
    ]);
    const posted = await send({ ...NO_NAME, name: 'Anna', lang: 'de' });
    expect(posted.headers.get('location')).toContain('&lang=de#');
  });

  it('is that of the browser where the answer is nobody else’s', async () => {
    const page = await forum.visit('/threads/nowhere', { headers: { ...GERMAN, Accept: 'text/html' } });
    expect([page.status, languageOf(page.text)]).toEqual([404, 'de ltr']);
    expect(page.text).toContain('Diese Diskussion gibt es nicht.');
    const guest = (headers: Record<string, string>) =>
      forum.anyone.ask('POST', '/guests', { body: { name: 'buy.de' }, headers });
    expect((await guest(GERMAN)).body).toMatchObject({
      error: {
        message: 'Die Anfrage ist ungültig.',
        details: [{ path: 'name', message: 'must not be an address', sentence: 'Der Name darf keine Adresse sein.' }],
      },
    });
    expect((await guest({})).body).toMatchObject({ error: { message: 'The request is not valid.' } });
  });

  it('is that in which staff read what can be set, also where a change is answered again', async () => {
    const labels = ({ body }: { body: unknown }) =>
      (body as SettingsAnswer).settings.slice(0, 2).map(({ label, unit, labels }) => [label, unit, labels?.['all']]);
    const path = '/moderation/sites/zeitung/settings';
    const english = [
      ['Read before they appear', undefined, 'All'],
      ['Messages before links', 'messages', undefined],
    ];
    const german = [
      ['Vor dem Erscheinen lesen', undefined, 'Alle'],
      ['Beiträge vor dem ersten Link', 'Beiträge', undefined],
    ];
    const read = await forum.as(forum.olga).ask('GET', path, { headers: GERMAN });
    expect(labels(read)).toEqual(german);
    expect(labels(await forum.as(forum.olga).ask('GET', path))).toEqual(english);
    const { revision } = read.body as SettingsAnswer;
    const asked = { body: { settings: { newcomerMessages: 3 }, revision }, key: `words-${database}` };
    const change = (headers: Record<string, string>) => forum.as(forum.olga).ask('PATCH', path, { ...asked, headers });
    expect([labels(await change({})), labels(await change(GERMAN))]).toEqual([english, german]);
  });
});
