import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a report', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let message: MessageView;
  let ana: Acting;
  let ben: Acting;
  let mia: Acting;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('touchy', { settings: { holdAfterReports: 3 } });
    [ana, ben, mia] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia)];
  });
  beforeEach(async () => {
    forum.clock.pass(minutes(11));
    thread = await forum.article();
    message = await ana.post(thread, 'All ferrymen are thieves.');
  });

  const item = async () =>
    (await mia.queue({ kind: 'reported' })).items.find((known) => known.message.id === message.id);

  it('comes before the moderators, with its reason and note', async () => {
    const answer = await ben.ask('POST', `/messages/${message.id}/reports`, {
      body: { reason: 'abuse', note: 'My father is one.' },
    });
    expect([answer.status, answer.body]).toEqual([
      201,
      { report: { id: expect.any(String), messageId: message.id, createdAt: expect.any(String) } },
    ]);
    expect(await item()).toMatchObject({
      kind: 'reported',
      message: { id: message.id, state: 'published', text: 'All ferrymen are thieves.' },
      thread: { id: thread.id, site: 'default', title: thread.title },
      author: { name: 'Ana' },
      reasons: [{ code: 'reports', detail: '1' }],
      reports: [{ reason: 'abuse', note: 'My father is one.', by: { id: forum.ben.id, name: 'Ben' } }],
    });
    expect((await forum.anyone.read(message)).state).toBe('published');
  });

  it('of the same member counts once, also when fifty come at once', async () => {
    const path = `/messages/${message.id}/reports`;
    const sent = await Promise.all(
      Array.from({ length: 50 }, () => ben.ask('POST', path, { body: { reason: 'spam' } })),
    );
    expect(sent.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(sent.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(sent.map(({ text }) => text)).size).toBe(1);
    expect((await item())?.reports).toHaveLength(1);
  });

  it('of each member counts', async () => {
    const readers = await Promise.all(['Cleo', 'Dora', 'Emil'].map((name) => forum.guest(name)));
    await Promise.all(readers.map((reader) => forum.as(reader).report(message, 'off_topic')));
    const { reports, reasons } = (await item()) ?? {};
    expect(reports?.map(({ by }) => by.name).toSorted()).toEqual(['Cleo', 'Dora', 'Emil']);
    expect(reasons).toEqual([{ code: 'reports', detail: '3' }]);
  });

  it('is answered by a decision; the next one is new', async () => {
    const first = await ben.report(message);
    const { message: approved } = await mia.decide(message, 'approve');
    expect(approved).toMatchObject({ state: 'published', revision: 2 });
    expect(await item()).toBeUndefined();
    const second = await ben.report(message);
    expect(second.report.id).not.toBe(first.report.id);
    expect((await item())?.reports).toHaveLength(1);
    await mia.decide(approved, 'reject');
    expect(await item()).toBeUndefined();
    expect(await refusalOf(ben.report(message))).toMatchObject({ status: 404, code: 'message_not_found' });
  });

  it('is not made about one’s own message, what is not on the page, or by nobody', async () => {
    expect(await refusalOf(ana.report(message))).toMatchObject({ status: 403, code: 'not_allowed' });
    expect(await refusalOf(forum.anyone.report(message))).toMatchObject({ status: 401 });
    expect(await refusalOf(ben.report({ id: 'nothing' }))).toMatchObject({ status: 404 });
    await ana.delete(message);
    expect(await refusalOf(ben.report(message))).toMatchObject({ status: 404 });
    expect(await item()).toBeUndefined();
  });

  it('is not made by the suspended, who are told why and until when', async () => {
    const paul = await forum.guest('Paul');
    await forum.as(paul).post(thread, 'I report everyone.');
    const until = new Date(forum.clock.now() + minutes(60)).toISOString();
    await mia.sanction(paul, { kind: 'suspend', until, reason: 'Reports everyone' });
    expect(await refusalOf(forum.as(paul).report(message))).toMatchObject({
      status: 403,
      code: 'suspended',
      details: { reason: 'Reports everyone', until },
    });
  });

  it('is for moderators’ eyes: no reader’s page, event or message tells of it', async () => {
    const answers = () =>
      Promise.all(
        [`/threads/${thread.id}/messages`, `/threads/${thread.id}/events`, `/messages/${message.id}`].map(
          async (path) => (await ana.ask('GET', path)).text,
        ),
      );
    const before = await answers();
    await ben.report(message, 'illegal', 'Do not tell Ana.');
    expect(await answers()).toEqual(before);
  });

  it('with enough others takes the message off the page where the site wants it, until a moderator has looked', async () => {
    const olga = forum.as(forum.olga);
    thread = await forum.article({ site: 'touchy' });
    message = await ana.post(thread, 'All ferrymen lie.');
    const readers = await Promise.all(Array.from({ length: 12 }, (_, n) => forum.guest(`Reader ${n}`)));
    // What is known of the site is read anew: a report that did so in its own unit would keep others from what they need to end.
    forum.clock.pass(minutes(1));
    const sent = await Promise.allSettled(readers.map((reader) => forum.as(reader).report(message)));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const late = sent.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    for (const reason of late) expect(reason).toMatchObject({ status: 404, code: 'message_not_found' });
    expect((await forum.anyone.page(thread)).messages).toEqual([]);
    expect(await forum.anyone.counts('touchy', [thread.url])).toEqual({ [thread.url]: 0 });
    const { items } = await olga.queue({ kind: 'held', site: 'touchy' });
    expect(items).toMatchObject([
      { message: { id: message.id }, kind: 'held', reasons: [{ code: 'reports', detail: '3' }] },
    ]);
    expect(items[0]?.reports).toHaveLength(3);
    await olga.decide(message, 'approve');
    expect((await forum.anyone.page(thread)).messages).toMatchObject([{ id: message.id, position: message.position }]);
    expect((await olga.queue({ kind: 'all', site: 'touchy' })).total).toBe(0);
  });
});
