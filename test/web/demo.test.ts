import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { createForum } from '../../src/app.js';
import { COMMAND_LINE } from '../../src/audit/audit-log.js';
import { DemoRemovalService } from '../../src/web/demo/demo-removal.service.js';
import { DemoSeed } from '../../src/web/demo/demo.seed.js';
import { readConfig } from '../../src/config/read-config.js';
import { newcomers, roll } from '../../src/web/demo/demo.talk.js';
import { articles } from '../../src/web/demo/articles/articles.js';
import { eachDatabase, migratedDatabase, onlyOn } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the demo', (database) => {
  it('greets a first start with a newspaper whose readers have talked', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    for (const { path, headline } of articles) {
      const page = await forum.visit(path);
      expect(page.status).toBe(200);
      expect(page.text).toContain(headline);
      // Asked by number and not by name: then, and only then, the tag says which article it is.
      const url = new URL(path, forum.config.PUBLIC_URL).href;
      expect(page.text).toContain(`<rejoinder-forum site="default" url="${url}"></rejoinder-forum>`);
      expect(page.text).not.toMatch(/<script(?![^>]* src="\/)|style="|https?:\/\/(?!localhost)/);
    }
    const counts = await countsOf(forum);
    expect(counts[0]).toBeGreaterThan(30);
    expect(counts.slice(1, -1).every((count) => count > 0)).toBe(true);
    expect(counts.at(-1)).toBe(0);
  });

  it('has a thread that reads like any other: in order, counted, with an empty place', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    const { id } = await forum.anyone.openThread({ site: 'default', url: `${forum.config.PUBLIC_URL.origin}/` });
    const stream = await forum.anyone.ask('GET', `/threads/${id}/events?after=0`);
    const { events } = stream.body as { events: { position: number; at: string; type: string }[] };
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
    expect(events.filter(({ type }) => type === 'message.removed')).toHaveLength(1);
  });

  it('has something for a moderator to do: held words, and reported ones with why (row C20)', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    for (const queue of ['held', 'reported']) {
      const { status, body } = await forum.as(forum.mia).ask('GET', `/moderation/queue?kind=${queue}`);
      expect([queue, status]).toEqual([queue, 200]);
      expect([queue, (body as { items: unknown[] }).items.length]).not.toEqual([queue, 0]);
    }
  });

  it('offers a tag that shows the discussion without JavaScript as well, as the README does (row E14)', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    const shown = (await forum.visit('/demo/embed')).text.replaceAll('&lt;', '<').replaceAll('&quot;', '"');
    const frame = /<noscript><iframe src="[^"]+\/embed\?site=\w+"\s+referrerpolicy="no-referrer-when-downgrade"/;
    expect(shown).toMatch(frame);
    expect(await readFile('README.md', 'utf8')).toMatch(frame);
  });

  it('talks once, and never where somebody has opened an article', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    const before = await countsOf(forum);
    expect(await forum.service(DemoSeed).talk(forum.config.PUBLIC_URL.origin)).toBe(false);
    expect(await countsOf(forum)).toEqual(before);
  });

  it('leaves, and takes nothing along of what stands under a publisher’s page at the same path', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    await forum.changeSite('default', { hosts: ['localhost', 'packet.example'] });
    const front = await forum.anyone.openThread({ site: 'default', url: 'https://packet.example/' });
    const mine = await forum.as(forum.ana).post(front, 'What a front page!');
    const removed = await forum.service(DemoRemovalService).remove(COMMAND_LINE);
    expect(removed).toMatchObject({ threads: articles.length, people: roll.length + newcomers.length });
    expect((await forum.visit(`/threads/${front.id}`)).text).toContain(mine.text);
    expect(await countsOf(forum)).toEqual(articles.map(() => 0));
  });

  it('is not there on a publisher’s server', async () => {
    const forum = await startForum({ database });
    for (const path of ['/', '/demo/articles', '/demo/embed']) expect((await forum.visit(path)).status).toBe(404);
    expect(await countsOf(forum)).toEqual(articles.map(() => 0));
  });
});

onlyOn('postgres')('the demo of several processes that are started at once', () => {
  it('is talked into the database by one of them, and the others start meanwhile', async () => {
    const { url } = await migratedDatabase('postgres');
    const first = await new DataSource({ type: 'postgres', url, poolSize: 1 }).initialize();
    try {
      await first.query(`SELECT pg_advisory_lock(hashtext('demo'))`);
      const second = await createForum(readConfig({ DATABASE_URL: url, DEMO: 'on', LOG_LEVEL: 'silent' }));
      await second.close();
      expect(await first.query('SELECT 1 FROM threads')).toEqual([]);
    } finally {
      await first.destroy();
    }
  });
});

async function countsOf(forum: Forum): Promise<number[]> {
  const urls = articles.map(({ path }) => new URL(path, forum.config.PUBLIC_URL).href);
  const query = new URLSearchParams([['site', 'default'], ...urls.map((url) => ['url', url])]);
  const { body } = await forum.visit(`/api/v1/counts?${query}`);
  const { counts } = body as { counts: Record<string, number> };
  return urls.map((url) => counts[url] ?? NaN);
}
