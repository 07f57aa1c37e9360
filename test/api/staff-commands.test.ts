import { beforeAll, expect, it } from '@jest/globals';
import { understand } from '../../src/commands/command-line.js';
import { explain } from '../../src/commands/command-line.js';
import { verify } from '../../src/commands/backup/verify.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('whoever types at a running forum', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('gazette');
  });
  const typed = async (...words: string[]): Promise<string> => {
    const asked = understand(words);
    if (typeof asked === 'string' || !('run' in asked.command)) throw new Error('This is no command of the forum’s');
    return asked.command.run(forum.app, asked.given).catch((error: unknown) => `refused: ${explain(error)}`);
  };
  const me = async (email: string) => forum.as({ id: '', name: '', token: await typed('staff', 'token', email) }).me();

  it('makes a link for an owner, and for a moderator of one site, and changes nothing', async () => {
    const before = [await me('olga@example.com'), await me('mia@example.com')];
    expect(await typed('staff', 'link', 'Olga@example.com')).toMatch(
      /^Olga signs in here, once, within a day:\nhttp.*token=[\w-]{43}$/,
    );
    expect(await typed('staff', 'link', 'mia@example.com')).toMatch(/^Mia signs in here/);
    expect([await me('olga@example.com'), await me('mia@example.com')]).toEqual(before);
    await typed('staff', 'add', 'quinn@example.com', '--role', 'moderator');
    await typed('staff', 'remove', 'quinn@example.com');
    expect(await typed('staff', 'link', 'quinn@example.com')).toBe('refused: There is no such member.');
  });

  it('takes the role on one site, and leaves those on every other and on every site', async () => {
    for (const where of [[], ['--site', 'default'], ['--site', 'gazette']])
      await typed('staff', 'add', 'rita@example.com', '--role', 'moderator', ...where);
    expect(await typed('staff', 'remove', 'rita@example.com', '--site', 'default')).toMatch(
      /^Rita is signed out everywhere, and has still a role on every site/,
    );
    const roles = async () =>
      (await typed('staff', 'list'))
        .split('\n')
        .filter((line) => line.startsWith('rita@'))
        .toSorted();
    expect(await roles()).toEqual([
      'rita@example.com\tRita\tmoderator\tevery site',
      'rita@example.com\tRita\tmoderator\tgazette',
    ]);
    expect((await me('rita@example.com')).sites).toEqual(['*']);
    const { entries } = await forum.as(forum.olga).log({ site: 'default' });
    expect(entries.find(({ action }) => action === 'staff.remove')).toMatchObject({ before: { role: 'moderator' } });
    await typed('staff', 'remove', 'rita@example.com');
    expect(await roles()).toEqual([]);
  });

  it('sees who has which role where', async () => {
    const lines = (await typed('staff', 'list')).split('\n');
    expect(lines).toContain('mia@example.com\tMia\tmoderator\tdefault');
    expect(lines).toContain('olga@example.com\tOlga\towner\tevery site');
  });

  it.each(['Mia', 'mia', 'M i a', 'Mía'])(
    'is told that somebody of staff goes by the name already: %s',
    async (name) => {
      const said = await typed('staff', 'add', 'other@example.com', '--role', 'moderator', '--name', name);
      expect(said).toMatch(/^refused: name: somebody of staff goes by “.*” already/);
    },
  );

  it('names a site’s hosts as people write them, and takes an empty site away', async () => {
    const hosts = ['--host', 'bücher.example', '--host', '2001:DB8::1'];
    expect(await typed('site', 'add', 'books', ...hosts)).toBe(
      'Site books stands on: xn--bcher-kva.example, [2001:db8::1]',
    );
    const opened = await forum.anyone.openThread({ site: 'books', url: 'https://bücher.example/a' });
    expect(opened.id).toBeTruthy();
    await typed('site', 'add', 'empty');
    expect(await typed('site', 'remove', 'empty')).toBe('Site empty is gone.');
    expect(await typed('site', 'list')).not.toContain('empty\t');
    expect(await typed('site', 'remove', 'default')).toMatch(
      /^refused: Site “default” has .*: only a site without any can be taken away\.$/,
    );
  });

  it('takes a site away whose discussions were all deleted, once it is said that they go for good', async () => {
    const url = 'https://annex.example/';
    await forum.addSite('annex', { hosts: ['annex.example'] });
    const [gone, merged, into] = [
      await forum.anyone.openThread({ site: 'annex', url: `${url}a` }),
      await forum.anyone.openThread({ site: 'annex', url: `${url}b` }),
      await forum.anyone.openThread({ site: 'annex', url: `${url}c` }),
    ];
    const message = await forum.as(forum.ana).post(gone, 'I was there.');
    await forum.as(forum.ana).post(merged, 'So was I.');
    await forum.as(forum.ben).reply(message, 'When?');
    await forum.as(forum.ben).vote(message, 'up');
    await forum.as(forum.ben).report(message);
    await typed('thread', 'merge', merged.id, into.id);
    await typed('thread', 'delete', gone.id);
    expect(await typed('site', 'remove', 'annex', '--with-deleted')).toMatch(
      /^refused: Site “annex” has a discussion, counting/,
    );
    await typed('thread', 'delete', into.id);
    expect(await typed('site', 'remove', 'annex')).toBe(
      'refused: Site “annex” has 3 deleted discussions, which can be brought back. --with-deleted takes them away with the site, for good.',
    );
    expect(await typed('site', 'remove', 'annex', '--with-deleted')).toBe('Site annex is gone.');
    expect(await typed('site', 'list')).not.toContain('annex\t');
    const { sentences, ok } = await verify(forum.config);
    expect([ok, sentences]).toEqual([true, expect.anything()]);
  });

  it('takes a site away with all that was set for it, so that who makes it again begins anew', async () => {
    await typed('site', 'add', 'brief', '--premoderation', 'all');
    await typed('staff', 'add', 'bruno@example.com', '--role', 'moderator', '--site', 'brief');
    await typed('settings', 'set', 'brief', 'newcomerMessages', '9', '--section', '/sport');
    const secret = await typed('site', 'secret', 'brief');
    expect(await typed('site', 'remove', 'brief')).toBe('Site brief is gone.');
    const { entries } = await forum.as(forum.olga).log();
    expect(entries[0]).toMatchObject({ action: 'site.remove', before: { premoderation: 'all' }, after: null });
    await typed('site', 'add', 'brief');
    expect(await typed('staff', 'list')).not.toContain('bruno@example.com');
    expect(await typed('settings', 'get', 'brief', 'premoderation')).toBe('none');
    expect(await typed('settings', 'get', 'brief', 'newcomerMessages', '--section', '/sport')).toBe('2');
    expect(await typed('site', 'secret', 'brief')).not.toBe(secret);
  });

  it('sees both addresses where the browser has another than the forum knows', async () => {
    const link = (await typed('staff', 'link', 'olga@example.com')).split('token=')[1] ?? '';
    const answer = await forum.visit('/console/session', {
      method: 'POST',
      headers: { origin: 'https://forum.example', accept: 'text/html' },
      body: new URLSearchParams({ token: link }),
    });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('<code>https://forum.example</code>');
    expect(answer.text).toContain(`<code>${forum.config.PUBLIC_URL.origin}</code>`);
  });
});

eachDatabase('the demo’s talk', (database) => {
  it('goes by a command, with its people, and nothing of anybody else’s', async () => {
    const forum = await startForum({ database, env: { DEMO: 'on' } });
    await forum.as(forum.ana).post(forum.thread, 'I was there.');
    expect((await forum.as(forum.ana).post(forum.thread, 'See www.example.com')).state).toBe('held');
    const { id } = await forum.anyone.openThread({ site: 'default', url: `${forum.config.PUBLIC_URL.origin}/` });
    await forum.as(forum.ana).post({ id }, 'Under the invented bridge.');
    const namesake = await forum.guest('Old Ropewalk');
    expect((await forum.visit(`/threads/${id}`)).status).toBe(200);
    const asked = understand(['demo', 'remove']);
    if (typeof asked === 'string' || !('run' in asked.command)) throw new Error('This is no command of the forum’s');
    const again = () => (asked.command as { run: typeof asked.command.run }).run(forum.app, asked.given);
    expect(await again()).toMatch(/^\d+ discussions with \d+ messages are gone, and \d+ invented people\.$/);
    expect(await again()).toBe('There is nothing of the demo.');
    const { entries } = await forum.as(forum.olga).log();
    expect(entries.filter(({ action }) => action === 'demo.remove')).toMatchObject([
      { actor: { name: 'command line' }, before: { people: expect.any(Number) }, after: null },
    ]);
    const left = await forum.connections.read.query<{ text: string }[]>('SELECT text FROM messages ORDER BY id');
    expect(left.map(({ text }) => text)).toEqual(['I was there.', 'See www.example.com']);
    expect((await forum.visit(`/threads/${id}`)).status).toBe(404);
    expect((await forum.as(forum.mia).record(forum.ana)).counts).toMatchObject({ published: 1, held: 1 });
    const [ana] = await forum.connections.read.query<{ n: number }[]>(
      `SELECT published_count AS n FROM members WHERE id = '${forum.ana.id}'`,
    );
    expect(ana?.n).toBe(1);
    // Who has come by an invented name has it, and whoever invented it is gone.
    expect((await forum.as(namesake).me()).member.name).toBe('Old Ropewalk');
    const [people] = await forum.connections.read.query<{ n: number }[]>(
      `SELECT count(*) AS n FROM members WHERE kind = 'guest'`,
    );
    expect(Number(people?.n)).toBe(3);
  });
});
