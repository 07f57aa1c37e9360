import { beforeAll, expect, it } from '@jest/globals';
import { SitesService } from '../../src/sites/sites.service.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';

eachDatabase('the settings of a site', (database) => {
  let forum: Forum;
  let beside: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
    beside = await startBeside(forum);
  });

  const stored = async (): Promise<string> => {
    const rows = await forum.connections.read.query<{ settings: string }[]>(
      `SELECT settings FROM sites WHERE id = 'default'`,
    );
    return rows[0]?.settings ?? '';
  };
  const store = async (settings: string): Promise<void> => {
    await forum.connections.write.query(`UPDATE sites SET settings = '${settings}' WHERE id = 'default'`);
    // Longer than any process goes on with what it has read.
    forum.clock.pass(minutes(1));
  };

  it('keeps the hosts that one process changed and the settings that another did at once', async () => {
    const [hosts, settings] = await Promise.all([
      forum.changeSite('default', { hosts: ['localhost', 'gazette.example'] }),
      beside.changeSite('default', { settings: { newcomerMessages: 7 } }),
    ]);
    expect([hosts.revision, settings.revision].toSorted()).toEqual([2, 3]);
    forum.clock.pass(minutes(1));
    expect(await forum.service(SitesService).site('default')).toMatchObject({
      hosts: ['localhost', 'gazette.example'],
      settings: { newcomerMessages: 7 },
      revision: 3,
    });
  });

  it('tells whoever saw an earlier revision that somebody was first', async () => {
    const { revision } = await forum.service(SitesService).site('default');
    await forum.changeSite('default', { name: 'The Gazette', revision });
    await expect(beside.changeSite('default', { name: 'The Courier', revision })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await forum.service(SitesService).site('default')).name).toBe('The Gazette');
  });

  it('of a newer build stop nobody: what is unknown is kept, what is not understood is the default', async () => {
    await store('{"premoderation":"some","newcomerMessages":3,"pictures":{"most":4}}');
    expect((await forum.as(forum.ana).post(forum.thread, 'Here we are.')).state).toBe('published');
    const site = await forum.changeSite('default', { settings: { editWindow: 60 } });
    expect(site.settings).toMatchObject({ premoderation: 'none', newcomerMessages: 3, editWindow: 60 });
    expect(JSON.parse(await stored())).toEqual({
      premoderation: 'some',
      newcomerMessages: 3,
      pictures: { most: 4 },
      editWindow: 60,
    });
  });

  it('of a newer build that knows one more rule of addresses leave the others as they are', async () => {
    await store('{"addresses":{"slash":false,"sections":{"most":2},"www":"often"}}');
    const { addresses } = (await forum.service(SitesService).site('default')).settings;
    expect(addresses).toMatchObject({ slash: false, www: true });
    const [story, folder] = await Promise.all(
      ['story', 'story/'].map((path) =>
        forum.as(forum.olga).openThread({ site: 'default', url: `http://localhost/one-more/${path}` }),
      ),
    );
    expect(story?.id).not.toBe(folder?.id);
    await forum.changeSite('default', { settings: { addresses: { ...addresses, index: false } } });
    expect(JSON.parse(await stored()).addresses).toMatchObject({ slash: false, index: false, sections: { most: 2 } });
  });

  it.each(['', 'null', '[1]', '7', '{"editWindow":-1}'])('that say %j are the defaults', async (settings) => {
    await store(settings);
    expect((await forum.as(forum.ben).post(forum.thread, `Said ${settings}`)).state).toBe('published');
    await forum.changeSite('default', { settings: { premoderation: 'none' } });
    expect(JSON.parse(await stored())).toMatchObject({ premoderation: 'none' });
  });

  it('are strict with whoever sets them', async () => {
    for (const settings of [{ premoderation: 'some' }, { pictures: 4 }, { newcomerMessages: -1 }]) {
      await expect(forum.changeSite('default', { settings: settings as object })).rejects.toMatchObject({
        code: 'invalid_request',
      });
    }
  });
});
