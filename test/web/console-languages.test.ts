import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { visitor } from './browser.js';
import { held } from './cases.js';
import { leftInCode } from './left-in-code.js';
import { atTheDesk, atTheDeskIn, signInLink, type Moderator } from './moderator.js';

// A browser on a machine that may be busy.
jest.setTimeout(60_000);

let forum: Forum;

beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

const htmlOf = ({ desk }: Moderator) =>
  desk.page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));

describe('the console', () => {
  it('speaks the language of the moderator’s browser, from the link on', async () => {
    await held(forum, 'Ida', 'My count of the cars:');
    const mia = await visitor({ locale: 'de-AT' });
    await mia.open(await signInLink(forum, forum.mia));
    await mia.sees('Willkommen, Mia');
    await mia.press('Als Mia anmelden');
    await mia.sees('Ida ist neu hier und hat einen Link geschrieben.');
    expect(await mia.page.title()).toBe('Konsole · Rejoinder');
    expect(await mia.page.evaluate(() => document.documentElement.lang)).toBe('de');
    await mia.press('Freigeben');
    await mia.sees('Nichts zu prüfen.');
    await mia.sees('Letzte Entscheidung gerade eben: freigegeben.');
  });

  it('speaks English where the browser wants what there is not', async () => {
    const mia = await atTheDeskIn('fr-FR', forum, forum.mia);
    expect(await htmlOf(mia)).toEqual({ lang: 'en', dir: 'ltr' });
    await mia.desk.sees('Nothing waits to be read.');
  });

  it('speaks the language that is chosen in it, and goes on with that', async () => {
    const mia = await atTheDesk(forum, forum.mia);
    await mia.goTo('log');
    await mia.desk.page.getByLabel('Language').selectOption('Deutsch');
    await mia.desk.sees('Noch ist nichts entschieden.');
    expect(await htmlOf(mia)).toEqual({ lang: 'de', dir: 'ltr' });
    await mia.goTo('held');
    await mia.desk.sees('Nichts zu prüfen.');
    // What readers get does not depend on it.
    const cookies = await mia.desk.context.cookies(`${forum.config.PUBLIC_URL.origin}/api/v1/me`);
    expect(cookies.map(({ name }) => name)).toEqual(['__Host-rejoinder']);
    await mia.desk.press('Abmelden');
    await mia.desk.sees('Nicht angemeldet');
  });

  it('tells in its language what the server says against something', async () => {
    const olga = await atTheDeskIn('de', forum, forum.olga);
    await olga.goTo('settings');
    await olga.desk.page.getByLabel('Beiträge vor dem ersten Link').fill('7');
    await olga.desk.page.route(/\/settings\?/, (route) =>
      route.request().method() === 'PATCH'
        ? route.continue({ url: route.request().url().replace('/default/', '/nowhere/') })
        : route.continue(),
    );
    await olga.desk.press('Einstellungen ändern');
    await olga.isTold('Die Einstellungen sind nicht geändert. Diese Publikation gibt es nicht.');
  });

  it('writes numbers, dates and lists as its language does', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    await forum.as(forum.mia).decide(message, 'spam');
    await forum.as(forum.mia).ban(message.author!);
    const mia = await atTheDeskIn('de', forum, forum.mia);
    await mia.goTo('log');
    await mia.desk.sees('Mia hat einen Beitrag als Spam markiert');
    await mia.desk.sees('Mia hat ein Mitglied ausgeschlossen');
    const day = new Intl.DateTimeFormat('de-DE', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    const days = await mia.desk.page.locator('.log-day h2').allInnerTexts();
    expect([day.format(), day.format(Date.now() - 86_400_000)]).toContain(days[0]);
    await mia.desk.page.locator('.log-changes').first().waitFor();
    await mia.desk.sees('zu prüfen → Spam');
  });

  it('is drawn from right to left in a language that is written so', async () => {
    await held(forum, 'Ida', 'My count of the cars:');
    const mia = await atTheDeskIn('xb', forum, forum.mia);
    expect(await htmlOf(mia)).toEqual({ lang: 'xb', dir: 'rtl' });
    await mia.reads('My count of the cars');
    const [sidebar, desk] = [mia.desk.page.locator('.sidebar'), mia.desk.page.locator('.desk')];
    expect((await sidebar.boundingBox())!.x).toBeGreaterThan((await desk.boundingBox())!.x);
    expect(await leftInCode(mia.desk.page, ['Rejoinder', 'Deutsch', 'English', 'Ida', 'Mia'])).toEqual([]);
  });
});
