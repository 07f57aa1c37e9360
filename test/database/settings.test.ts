import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SettingsAnswer } from '../../src/moderation/settings/settings.schema.js';
import { settingsAnswer } from '../../src/moderation/settings/settings.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import { refusalOf } from '../support/answer.js';
import { until } from '../support/until.js';
import type { Person } from '../support/person.js';
import { typed } from '../support/commands.js';

eachDatabase('settings', (database) => {
  let forum: Forum;
  let beside: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
    beside = await startBeside(forum);
  });

  const read = (query = '', who: Person = forum.olga): Promise<SettingsAnswer> =>
    forum.as(who).get(settingsAnswer, 'GET', `/moderation/sites/default/settings${query}`);
  const change = (query: string, body: object, who: Person = forum.olga, method = 'PATCH'): Promise<SettingsAnswer> =>
    forum.as(who).get(settingsAnswer, method, `/moderation/sites/default/settings${query}`, { body });
  const valueOf = ({ settings }: SettingsAnswer, name: string) => {
    const { value, from } = settings.find((one) => one.name === name) ?? {};
    return [value, from];
  };
  const set = async (query: string, settings: object, who?: Person) =>
    change(query, { settings, revision: (await read(query, who)).revision }, who);

  describe('of one discussion', () => {
    it('hold its messages for a moderator, and no other’s', async () => {
      const [strict, other] = [await forum.article(), await forum.article()];
      const answer = await set(`?thread=${strict.id}`, { premoderation: 'all' }, forum.mia);
      expect([answer.scope, answer.revision, ...valueOf(answer, 'premoderation')]).toEqual([
        'thread',
        1,
        'all',
        'thread',
      ]);
      const state = async (at: Forum, thread: { id: string }, text: string) =>
        (await at.as(at.ben).post(thread, text)).state;
      expect([await state(forum, strict, 'Here?'), await state(forum, other, 'There?')]).toEqual(['held', 'published']);
      await until(
        'the setting on the process beside',
        async () => (await state(beside, strict, `And ${Math.random()}`)) === 'held',
      );
    });

    it('are as around it again once they are taken away', async () => {
      const thread = await forum.article();
      await set(`?thread=${thread.id}`, { newcomerMessages: 9 });
      const { revision } = await read(`?thread=${thread.id}`);
      const answer = await change(`?thread=${thread.id}`, { settings: {}, unset: ['newcomerMessages'], revision });
      expect(valueOf(answer, 'newcomerMessages')).toEqual([2, 'default']);
    });
  });

  it('of a section hold in its discussions, and cannot be loosened by one of them', async () => {
    const [sport, other] = await Promise.all(
      ['sport/final', 'sports'].map((path) =>
        forum.as(forum.ana).openThread({ site: 'default', url: `http://localhost/${path}` }),
      ),
    );
    await set('?section=/sport', { premoderation: 'all' });
    await set(`?thread=${sport?.id}`, { premoderation: 'none' });
    expect(valueOf(await read(`?thread=${sport?.id}`), 'premoderation')).toEqual(['all', 'section']);
    const post = (thread = sport) => forum.as(forum.ana).post(thread as { id: string }, `Who won? ${thread?.id}`);
    expect([(await post()).state, (await post(other)).state]).toEqual(['held', 'published']);
  });

  it('of a section within a section are the nearer one’s, and the log says of which', async () => {
    const goal = await forum.anyone.openThread({ site: 'default', url: 'http://localhost/news/football/goal' });
    await set('?section=/news/football', { newcomerMessages: 7 });
    await set('?section=/news', { newcomerMessages: 3 });
    expect(valueOf(await read(`?thread=${goal.id}`), 'newcomerMessages')).toEqual([7, 'section']);
    const [entry] = (await forum.as(forum.olga).log()).entries;
    expect(entry).toMatchObject({
      ...{ subject: { kind: 'site', id: 'default' } },
      ...{ before: { section: '/news', newcomerMessages: null }, after: { section: '/news', newcomerMessages: 3 } },
    });
  });

  describe('of one member', () => {
    const heldAs = async (who: Person, thread: { id: string }, text: string) =>
      (await forum.as(who).post(thread, text)).state;

    it('hold what it writes for a moderator, and nobody else’s, on this site alone', async () => {
      const [thread, elsewhere] = [await forum.article(), await forum.addSite('other')];
      const [lea, tom] = [await forum.guest('Lea'), await forum.guest('Tom')];
      await forum.as(lea).post(thread, 'Good morning.');
      const answer = await set(`?member=${lea.id}`, { premoderation: 'all' }, forum.mia);
      expect(valueOf(answer, 'premoderation')).toEqual(['all', 'member']);
      expect(await heldAs(lea, thread, 'And again.')).toBe('held');
      expect(await heldAs(tom, thread, 'Me too.')).toBe('published');
      expect(await heldAs(lea, await forum.article({ site: elsewhere.id }), 'And here?')).toBe('published');
      await set(`?member=${lea.id}`, { premoderation: 'none' }, forum.mia);
      expect(await heldAs(lea, thread, 'As before.')).toBe('published');
    });

    it('let its links pass before it has written so much, and loosen nothing that is read first', async () => {
      const [thread, strict] = [await forum.article(), await forum.article()];
      await set(`?thread=${strict.id}`, { premoderation: 'all' });
      const nele = await forum.guest('Nele');
      await forum.as(nele).post(thread, 'Good morning.');
      await set(`?member=${nele.id}`, { newcomerMessages: 0, premoderation: 'none' }, forum.mia);
      expect(await heldAs(nele, thread, 'See https://ferry.example/')).toBe('published');
      expect(await heldAs(nele, strict, 'See https://ferry.example/ again')).toBe('held');
    });
  });

  it('of a site are those that every build reads, and what another wrote stays', async () => {
    const { write } = forum.connections;
    await write.query(`UPDATE sites SET settings = '{"newcomerMessages":5,"mood":"bright"}' WHERE id = 'default'`);
    expect(valueOf(await read(), 'newcomerMessages')).toEqual([5, 'site']);
    const replaced = await change(
      '',
      { settings: { editWindow: 60 }, revision: (await read()).revision },
      forum.olga,
      'PUT',
    );
    expect([valueOf(replaced, 'newcomerMessages'), valueOf(replaced, 'editWindow')]).toEqual([
      [2, 'default'],
      [60, 'site'],
    ]);
    const [row] = await write.query<{ settings: string }[]>(`SELECT settings FROM sites WHERE id = 'default'`);
    expect(JSON.parse(row?.settings ?? '')).toEqual({ mood: 'bright', editWindow: 60 });
  });

  it('are changed by whoever saw them last, and by one of two', async () => {
    const thread = await forum.article();
    const query = `?thread=${thread.id}`;
    const both = await Promise.allSettled(
      [3, 4].map((newcomerMessages) => change(query, { settings: { newcomerMessages }, revision: 0 })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const body = { settings: { newcomerMessages: 5 }, revision: 0 };
    const ask = () => forum.as(forum.olga).ask('PATCH', `/moderation/sites/default/settings${query}`, { body });
    expect(await ask()).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect((await read(query)).revision).toBe(1);
  });

  it('are refused where they cannot be set, and to whoever may not', async () => {
    const { revision } = await read();
    const asked = (query: string, settings: object, who: Person) =>
      refusalOf(change(query, { settings, revision }, who));
    const wrong = [{ premoderation: 'some' }, { mood: 'dark' }, { addresses: { www: false } }];
    for (const settings of wrong)
      expect(await asked('', settings, forum.olga)).toMatchObject({ code: 'invalid_request' });
    expect(await asked('?section=/sport', { editWindow: 5 }, forum.olga)).toMatchObject({ code: 'invalid_request' });
    expect(await asked('', { editWindow: 5 }, forum.mia)).toMatchObject({ code: 'site_not_found' });
    expect(await asked('?thread=nowhere', { premoderation: 'all' }, forum.mia)).toMatchObject({
      code: 'thread_not_found',
    });
    expect(await asked('', { editWindow: 5 }, forum.ana)).toMatchObject({ code: 'not_allowed' });
  });

  it('are in the log, before and after', async () => {
    const thread = await forum.article();
    await set(`?thread=${thread.id}`, { premoderation: 'all' }, forum.mia);
    const [entry] = (await forum.as(forum.mia).log()).entries;
    expect(entry).toMatchObject({
      ...{ action: 'settings.change', actor: { name: 'Mia' }, subject: { kind: 'thread', id: thread.id } },
      ...{ before: { premoderation: null }, after: { premoderation: 'all' } },
    });
  });

  describe('of a large site', () => {
    const inSite = (method: string, query: string, body?: object): Promise<SettingsAnswer> =>
      forum
        .as(forum.olga)
        .get(settingsAnswer, method, `/moderation/sites/large/settings${query}`, body === undefined ? {} : { body });
    const fill = (scope: string, owner: string, count: number) => {
      const many =
        database === 'sqlite'
          ? `WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ${count})`
          : `WITH many AS (SELECT generate_series(1, ${count}) AS n)`;
      return forum.connections.write.query(
        `INSERT INTO settings (site_id, scope, owner, stored, revision)
         ${many} SELECT 'large', '${scope}', '${owner}' || n, '{"newcomerMessages":4}', 1 FROM many`,
      );
    };
    beforeAll(() => forum.addSite('large'));

    it('are those of two hundred sections and no more; what is set for one of them can be changed', async () => {
      await fill('section', '/part-', 199);
      const one = { settings: { newcomerMessages: 5 }, revision: 0 };
      expect(valueOf(await inSite('PATCH', '?section=/last', one), 'newcomerMessages')).toEqual([5, 'section']);
      expect(await refusalOf(inSite('PATCH', '?section=/beyond', one))).toMatchObject({
        code: 'invalid_request',
        details: [{ path: 'section' }],
      });
      const again = { settings: { newcomerMessages: 6 }, revision: 1 };
      expect(valueOf(await inSite('PATCH', '?section=/last', again), 'newcomerMessages')).toEqual([6, 'section']);
    });

    it('hold in each of its discussions, also beyond the thousandth for which something is set', async () => {
      await fill('thread', '0000-', 1_000);
      const thread = await forum.article({ site: 'large' });
      const strict = { settings: { premoderation: 'all' }, revision: 0 };
      await inSite('PATCH', `?thread=${thread.id}`, strict);
      expect((await forum.as(forum.ben).post(thread, 'Who reads it first?')).state).toBe('held');
    });
  });

  it('are listed, shown and set on the command line', async () => {
    const line = (...words: string[]) => typed(forum.config, words);
    expect(await line('settings', 'set', 'default', 'newcomerMessages', '7')).toBe('newcomerMessages is 7 now (site).');
    expect(await line('settings', 'get', 'default', 'newcomerMessages')).toBe('7');
    expect(await line('settings', 'list', 'default')).toContain('newcomerMessages\t7\tsite\t');
    expect(await line('settings', 'set', 'default', 'newcomerMessages', 'default')).toBe(
      'newcomerMessages is 2 now (default).',
    );
    expect(await line('settings', 'set', 'default', 'newcomerMessages', 'many')).toContain('refused: newcomerMessages');
    expect(await line('settings', 'set', 'default', 'premoderation', 'all', '--section', '/opinion')).toBe(
      'premoderation is all now (section).',
    );
    expect(await line('settings', 'get', 'default', 'mood')).toContain('There is no setting “mood”');
    const { id } = await forum.article();
    expect(await line('settings', 'get', 'default', 'editWindow', '--thread', id)).toBe(
      'refused: editWindow is nothing that can be set there.\nrejoinder --help shows every command.',
    );
    expect(await line('settings', 'list', 'default', '--thread', id, '--section', '/opinion')).toMatch(
      /^refused: Give one of --section, --thread and --member\./,
    );
    expect(await line('settings', 'list', 'default', '--section', 'opinion')).toMatch(
      /^refused: --section must be a path, as \/sport\./,
    );
  });
});
