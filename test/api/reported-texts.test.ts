import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { reportsAnswer, revisionsAnswer } from '../../src/moderation/reports/reports.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what was reported', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let message: MessageView;
  let [ana, ben, mia]: Acting[] = [];
  beforeAll(async () => {
    forum = await startForum({ database });
    [ana, ben, mia] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia)];
  });
  beforeEach(async () => {
    thread = await forum.article();
    message = await forum.as(forum.ana).post(thread, 'All ferrymen are **thieves**.');
  });

  const item = async (kind: 'reported' | 'rejected' | 'all' = 'reported') =>
    (await mia!.queue({ kind, limit: 100 })).items.find((one) => one.message.id === message.id);
  const revisions = (who = mia!) => who.get(revisionsAnswer, 'GET', `/moderation/messages/${message.id}/revisions`);

  it('stays to be read when the author changes it to “Good morning”', async () => {
    await ben!.report(message);
    const edited = await ana!.edit(message, 'Good morning');
    await forum.as(await forum.guest('Cleo')).report(edited);
    await ana!.edit(edited, 'Good evening');
    expect(await item()).toMatchObject({
      message: { text: 'Good evening' },
      reported: { revision: 1, text: 'All ferrymen are **thieves**.', html: message.html },
      reports: [{ revision: 1 }, { revision: 2 }],
    });
    expect((await revisions()).revisions.map(({ text }) => text)).toEqual([
      'Good morning',
      'All ferrymen are **thieves**.',
    ]);
  });

  it('is the text as it is where nothing has changed, and after a decision too', async () => {
    await ben!.report(message);
    expect((await item())?.reported).toBeUndefined();
    const { message: approved } = await mia!.decide(message, 'approve');
    await ben!.report(approved);
    const edited = await ana!.edit(approved, 'Good morning');
    expect((await item())?.reported).toMatchObject({ text: 'All ferrymen are **thieves**.' });
    await mia!.decide(edited, 'approve');
    expect(await item()).toBeUndefined();
  });

  it('is for moderators of the site alone', async () => {
    await ana!.edit(message, 'Good morning');
    const gita = forum.as(await forum.staff(`Gita ${thread.id.slice(-4)}`, 'moderator', 'elsewhere'));
    for (const path of ['revisions', 'reports']) {
      expect(
        await refusalOf(gita.get(revisionsAnswer, 'GET', `/moderation/messages/${message.id}/${path}`)),
      ).toMatchObject({
        code: 'message_not_found',
      });
      expect((await ana!.ask('GET', `/moderation/messages/${message.id}/${path}`)).status).toBe(403);
    }
    for (const path of [`/messages/${message.id}`, `/threads/${thread.id}/messages`, `/threads/${thread.id}/events`])
      expect((await forum.anyone.ask('GET', path)).text).not.toContain('thieves');
  });

  it('waits still when its author takes it back, and can be decided', async () => {
    await ben!.reply(message, 'My father is one.');
    await ben!.report(message);
    await ana!.delete(message);
    const waiting = await item();
    expect(waiting).toMatchObject({
      kind: 'reported',
      message: { state: 'deleted', text: 'All ferrymen are **thieves**.' },
      reportCounts: { total: 1, reasons: { abuse: 1 } },
    });
    expect((await forum.anyone.page(thread)).messages[0]).toMatchObject({ state: 'deleted', author: null, html: '' });
    for (const decision of ['restore', 'hold'] as const)
      expect(await refusalOf(mia!.decide(waiting!.message, decision))).toMatchObject({ status: 409, code: 'conflict' });
    const { message: decided } = await mia!.decide(waiting!.message, 'reject', { reason: 'Insult' });
    expect(decided.state).toBe('deleted');
    expect(await item()).toBeUndefined();
    expect(await item('rejected')).toMatchObject({ kind: 'rejected', message: { state: 'deleted' } });
    expect((await forum.anyone.page(thread)).messages[0]).toMatchObject({ state: 'deleted', author: null, html: '' });
  });

  it('comes with the first few reports and counts of all, and the others on demand', async () => {
    const readers = await Promise.all(Array.from({ length: 30 }, (_, n) => forum.guest(`Reader ${n}`)));
    for (const [n, reader] of readers.entries())
      await forum.as(reader).report(message, n % 3 ? 'spam' : 'abuse', 'x'.repeat(1_000));
    const waiting = await item();
    expect(waiting?.reports).toHaveLength(5);
    expect(waiting?.reportCounts).toEqual({ total: 30, reasons: { spam: 20, abuse: 10 } });
    expect(waiting?.reasons).toEqual([{ code: 'reports', detail: '30' }]);
    expect(JSON.stringify(waiting).length).toBeLessThan(10_000);
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/moderation/messages/${message.id}/reports?limit=7${cursor && `&cursor=${cursor}`}`;
      const answer: { reports: { by: { id: string } }[]; next: string | null } = await mia!.get(
        reportsAnswer,
        'GET',
        path,
      );
      walked.push(...answer.reports.map(({ by }) => by.id));
      cursor = answer.next;
    }
    expect(walked.toSorted()).toEqual(readers.map(({ id }) => id).toSorted());
  });

  it('is still there after more edits than are kept', async () => {
    await ben!.report(message);
    let edited = message;
    for (let n = 0; n < 60; n += 1) edited = await ana!.edit(edited, `Good morning, for the ${n}th time`);
    expect((await item())?.reported).toMatchObject({ revision: 1, text: 'All ferrymen are **thieves**.' });
    const kept = await mia!.get(revisionsAnswer, 'GET', `/moderation/messages/${message.id}/revisions?limit=100`);
    expect(kept.revisions).toHaveLength(51);
  });
});
