import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { DEFAULT_RULES } from '../../src/sites/address-rules.schema.js';
import { addressesAnswer, sitesAnswer, type AddressesAnswer } from '../../src/moderation/addresses/addresses.schema.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { SitesService } from '../../src/sites/sites.service.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { explain, understand } from '../../src/commands/command-line.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

eachDatabase('a site’s rules of addresses', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  afterEach(() => void jest.restoreAllMocks());
  const preview = (site: string, addresses: object = {}): Promise<AddressesAnswer> =>
    forum
      .as(forum.olga)
      .get(addressesAnswer, 'POST', `/moderation/sites/${site}/addresses/preview`, { body: { addresses } });
  const change = (site: string, addresses: object = {}, more: object = {}): Promise<AddressesAnswer> =>
    forum
      .as(forum.olga)
      .get(addressesAnswer, 'PUT', `/moderation/sites/${site}/addresses`, { body: { addresses, ...more } });
  const told = ({ twins }: AddressesAnswer) => twins.map(({ into, from }) => [into.url, ...from.map(({ url }) => url)]);
  const typed = async (line: string): Promise<string> => {
    const asked = understand(line.split(' '));
    if (typeof asked === 'string' || !('run' in asked.command)) throw new Error('This is no command of the forum’s');
    return asked.command.run(forum.app, asked.given).catch((error: unknown) => `refused: ${explain(error)}`);
  };
  const atUrl = (site: string, url: string) => forum.anyone.openThread({ site, url });
  const talk = async (site: string, url: string, count: number): Promise<ThreadView> => {
    const thread = await atUrl(site, url);
    for (let n = 1; n <= count; n += 1) await forum.as(forum.ana).post(thread, `Word ${n} in ${thread.id}`);
    return thread;
  };
  /** A site that takes `/a` and `/a/` for two articles, and has both. */
  async function strictSite(site: string): Promise<{ bare: ThreadView; slashed: ThreadView }> {
    await forum.addSite(site, { settings: { addresses: { ...(await preview('default')).addresses, slash: false } } });
    const bare = await talk(site, 'http://localhost/a', 1);
    const slashed = await talk(site, 'http://localhost/a/', 2);
    await talk(site, 'http://localhost/b', 1);
    return { bare, slashed };
  }

  it('are listed for whoever may change them, and for nobody else', async () => {
    await forum.addSite('listed', { name: 'The Listed', hosts: ['listed.example'] });
    const { sites } = await forum.as(forum.olga).get(sitesAnswer, 'GET', '/moderation/sites');
    expect(sites.find(({ id }) => id === 'listed')).toEqual({
      id: 'listed',
      name: 'The Listed',
      hosts: ['listed.example'],
      revision: 1,
      addresses: DEFAULT_RULES,
    });
    const adam = await forum.staff('Adam', 'admin', 'listed');
    expect((await forum.as(adam).get(sitesAnswer, 'GET', '/moderation/sites')).sites.map(({ id }) => id)).toEqual([
      'listed',
    ]);
    expect(await forum.as(forum.mia).get(sitesAnswer, 'GET', '/moderation/sites')).toEqual({
      sites: [],
      moderates: [{ id: 'default', name: expect.any(String) }],
    });
    const everywhere = await forum
      .as(await forum.staff('Max', 'moderator', null))
      .get(sitesAnswer, 'GET', '/moderation/sites');
    expect(everywhere.sites).toEqual([]);
    expect(everywhere.moderates).toContainEqual({ id: 'listed', name: 'The Listed' });
    expect(await refusalOf(forum.as(forum.ana).get(sitesAnswer, 'GET', '/moderation/sites'))).toMatchObject({
      code: 'not_allowed',
    });
  });

  it('can be looked at before they change: which discussions fall together, and nothing is changed', async () => {
    const { bare, slashed } = await strictSite('looks');
    expect(bare.id).not.toBe(slashed.id);
    const seen = await preview('looks', { slash: true });
    expect(seen).toMatchObject({
      addresses: { slash: true, www: true },
      twins: [{ into: { id: slashed.id, messageCount: 2 }, from: [{ id: bare.id, messageCount: 1 }] }],
    });
    expect(told(await preview('looks'))).toEqual([]);
    expect((await atUrl('looks', 'http://localhost/a')).id).toBe(bare.id);
  });

  it('change at once, and what falls together is merged; the log takes that back', async () => {
    const { bare, slashed } = await strictSite('changes');
    await change('changes', { slash: true });
    // Merged or not yet: each is found, and none is lost.
    for (const url of ['http://localhost/a', 'http://localhost/a/'])
      expect((await atUrl('changes', url)).id).toBe(slashed.id);
    expect(JSON.stringify((await forum.anyone.page(bare)).messages)).toContain(`Word 1 in ${bare.id}`);
    await until('one discussion', async () => (await forum.anyone.thread(bare)).id === slashed.id);
    expect(await forum.anyone.thread(bare)).toMatchObject({ messageCount: 3 });
    expect(told(await preview('changes'))).toEqual([]);
    const { entries } = await forum.as(forum.olga).log();
    expect(entries.slice(0, 2)).toMatchObject([
      { action: 'thread.merge', actor: { name: 'Olga' }, subject: { id: bare.id } },
      { action: 'site.change', before: { addresses: { slash: false } }, after: { addresses: { slash: true } } },
    ]);

    await change('changes', { slash: false });
    await forum.as(forum.olga).get(threadAnswer, 'POST', `/moderation/log/${entries[0]?.id}/undo`);
    expect((await atUrl('changes', 'http://localhost/a')).id).toBe(bare.id);
    expect(await atUrl('changes', 'http://localhost/a/')).toMatchObject({ id: slashed.id, messageCount: 2 });
  });

  it('hold from then on also where a process has not heard of them yet', async () => {
    await strictSite('unheard');
    const { id } = await atUrl('unheard', 'http://localhost/b');
    const sites = forum.service(SitesService);
    const asBefore = await sites.all();
    await change('unheard', { slash: true });
    jest.spyOn(sites, 'all').mockResolvedValue(asBefore);
    expect((await atUrl('unheard', 'http://localhost/b/')).id).toBe(id);
  });

  it('let go of what addresses were under the former ones when nobody goes by those any more', async () => {
    await strictSite('forgets');
    const keyed = { site: 'forgets', url: 'http://localhost/c', key: 'post-7' };
    const { id } = await forum.as(forum.olga).openThread(keyed);
    await change('forgets', { slash: true });
    const hashes = () =>
      forum.connections.read.query(`SELECT hash FROM thread_addresses WHERE site_id = 'forgets' ORDER BY hash`);
    const before = await hashes();
    forum.clock.pass(61_000);
    await until('three addresses, and a key', async () => {
      await forum.service(Jobs).runDue();
      return (await hashes()).length === 4;
    });
    expect(before.length).toBeGreaterThan(4);
    expect((await forum.anyone.openThread({ ...keyed, url: 'http://localhost/moved' })).id).toBe(id);
    expect(await forum.anyone.counts('forgets', ['http://localhost/a', 'http://localhost/a/'])).toEqual({
      'http://localhost/a': 3,
      'http://localhost/a/': 3,
    });
  });

  it('find what older versions made twice, by the command line, which merges it where it is told to', async () => {
    await forum.addSite('twice');
    const one = await talk('twice', 'https://localhost/twice', 1);
    const other = await talk('twice', 'http://localhost/other', 2);
    // As a database of before there were addresses has it: http and https, and only one of the two is found.
    await forum.connections.write.query(`UPDATE threads SET url = 'http://localhost/twice' WHERE id = '${other.id}'`);
    expect(await typed('site addresses twice')).toBe(
      [
        'www=on mobile=on hosts=off slash=on index=on ignore=ref,amp',
        '2 discussions are one article under these rules:',
        `  http://localhost/twice (2 messages) takes in:`,
        `    https://localhost/twice (1 message)`,
        'Nothing has changed yet. --apply changes the rules and merges them.',
      ].join('\n'),
    );
    expect(await typed('site addresses twice --apply')).toMatch(
      /\n1 discussion has been merged; the log takes each back\.$/,
    );
    expect(await forum.anyone.thread(one)).toMatchObject({ id: other.id, messageCount: 3 });
    expect(await typed('site addresses twice')).toMatch(/\nNo two discussions are one article under these rules\.$/);
  });

  it('change by the command line, a switch at a time', async () => {
    const { bare, slashed } = await strictSite('typed');
    expect(await typed('site addresses typed --slash on --ignore ref --ignore src')).toMatch(
      /^www=on mobile=on hosts=off slash=on index=on ignore=ref,src\n2 discussions are one/,
    );
    await typed('site addresses typed --slash on --ignore ref --ignore src --apply');
    expect((await forum.anyone.thread(bare)).id).toBe(slashed.id);
    expect((await atUrl('typed', 'http://localhost/b?src=mail')).url).toBe('http://localhost/b');
    expect(await typed('site addresses typed --slash maybe')).toMatch(/^refused: --slash must be on or off\./);
    expect(await typed('site addresses nowhere')).toBe('refused: There is no such site.');
  });

  it('are for the site’s owners and admins, and for the revision that they saw', async () => {
    const path = '/moderation/sites/default/addresses';
    expect((await forum.as(forum.mia).ask('PUT', path, { body: { addresses: {} } })).status).toBe(404);
    expect((await forum.as(forum.mia).ask('POST', `${path}/preview`, { body: { addresses: {} } })).status).toBe(404);
    expect(await refusalOf(change('default', { slash: false }, { revision: 99 }))).toMatchObject({ code: 'conflict' });
  });
});
