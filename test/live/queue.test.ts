import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the moderation queue, live', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('gazette');
  });

  it('tells every console of the site what comes and goes, and who decided', async () => {
    const { ana, ben, mia, olga } = forum;
    const [mias, olgas] = [await forum.watchQueue('default', mia), await forum.watchQueue('default', olga)];
    const message = await forum.as(ana).post(forum.thread, 'Look at this');
    await forum.as(ben).report(message, 'spam');
    for (const console of [mias, olgas]) {
      const change = await console.frame('queue', ({ messageId }) => messageId === message.id);
      expect(change).toMatchObject({
        site: 'default',
        change: 'entered',
        item: { kind: 'reported' },
        counts: { reported: 1 },
      });
    }
    await forum.as(mia).decide(message, 'reject');
    const change = await olgas.frame('queue', ({ change }) => change === 'left');
    expect(change).toMatchObject({
      messageId: message.id,
      by: { name: 'Mia' },
      decision: 'reject',
      counts: { reported: 0 },
    });
  });

  it('follows every site with *, and answers with the counts of each', async () => {
    const { olga, ana, ben } = forum;
    const console = await forum.connect(olga);
    console.send({ event: 'follow', data: { queue: '*' } });
    await console.frame('following', (data) => 'queue' in data && data.queue === 'default');
    await console.frame('following', (data) => 'queue' in data && data.queue === 'gazette');
    const thread = await forum.article({ site: 'gazette' });
    await forum.as(ben).report(await forum.as(ana).post(thread, 'In the gazette'));
    expect(await console.frame('queue')).toMatchObject({ site: 'gazette', change: 'entered' });
  });

  it('is for moderators of the site only', async () => {
    const { ana, mia, olga } = forum;
    const refusals = [
      [null, 'default', 'sign_in_required'],
      [ana, 'default', 'not_allowed'],
      [mia, 'gazette', 'not_allowed'],
      [mia, '*', 'not_allowed'],
      [mia, '__proto__', 'site_not_found'],
      [olga, 'no-such-site', 'site_not_found'],
    ] as const;
    for (const [who, queue, code] of refusals) {
      const console = await forum.connect(who);
      console.send({ event: 'follow', data: { queue } });
      expect([queue, await console.frame('error')]).toMatchObject([queue, { code, for: 'follow' }]);
      await console.close();
    }
  });

  it('tells nothing to who stopped following, moderates elsewhere or only reads', async () => {
    const { ana, ben, mia } = forum;
    const gita = await forum.staff('Gita', 'moderator', 'gazette');
    const thread = await forum.article();
    const [left, elsewhere] = [await forum.watchQueue('default', mia), await forum.watchQueue('gazette', gita)];
    const [reader, watching] = [await forum.follow(thread, ana), await forum.watchQueue('default', mia)];
    left.send({ event: 'unfollow', data: { queue: 'default' } });
    left.sendRaw('?');
    await left.frame('error');
    await forum.as(ben).report(await forum.as(ana).post(thread, 'Report this one'));
    await watching.frame('queue');
    for (const other of [left, elsewhere, reader]) {
      other.sendRaw('?');
      await other.frame('error');
      expect(other.frames.filter(({ event }) => event === 'queue')).toEqual([]);
    }
  });
});
