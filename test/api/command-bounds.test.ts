import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { typed } from '../support/commands.js';

eachDatabase('what is typed and too long to be kept', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('is refused in a sentence, the same whichever database there is, and changes nothing', async () => {
    const { id, title, url } = forum.thread;
    const tooLong = [
      ['settings', 'set', 'default', 'newcomerMessages', '3', `--section=/${'s'.repeat(200)}`],
      ['settings', 'set', 'default', 'newcomerMessages', '3', '--section=/with a space'],
      ['settings', 'set', 'default', 'newcomerMessages', '3', `--thread=${'t'.repeat(65)}`],
      ['site', 'set', 'default', `--name=${'n'.repeat(201)}`],
      ['site', 'set', 'default', '--name= '],
      ['site', 'add', 'other', `--name=${'n'.repeat(201)}`],
      ['thread', 'move', id, url, `--key=${'k'.repeat(256)}`],
      ['thread', 'rename', id, 't'.repeat(301)],
      ['thread', 'rename', id, 'Another title', `--reason=${'r'.repeat(301)}`],
      ['thread', 'merge', id, 'i'.repeat(65)],
    ];
    for (const line of tooLong) {
      const said = await typed(forum.config, line);
      expect([line[1], said]).toEqual([
        line[1],
        expect.stringMatching(/^refused: (section|thread|name|key|title|reason|into): \S.*$/),
      ]);
    }
    expect(await forum.anyone.thread(forum.thread)).toMatchObject({ title, url, key: null });
    expect(await forum.connections.write.query('SELECT owner FROM settings')).toEqual([]);
    expect(await forum.connections.write.query('SELECT id, name FROM sites')).toEqual([
      { id: 'default', name: expect.not.stringMatching(/nnn/) },
    ]);
  });

  it('is taken where there is just room for it', async () => {
    const section = `/${'s'.repeat(199)}`;
    const name = '\u{1f980}'.repeat(100) + 'n'.repeat(100);
    expect(
      await typed(forum.config, ['settings', 'set', 'default', 'newcomerMessages', '3', `--section=${section}`]),
    ).not.toMatch(/^refused/);
    expect(await typed(forum.config, ['site', 'set', 'default', `--name=${name}`])).not.toMatch(/^refused/);
    const rows = await forum.connections.write.query(`SELECT owner FROM settings`);
    expect(rows).toEqual([{ owner: section }]);
  });
});
