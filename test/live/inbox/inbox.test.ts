import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { ErasuresService } from '../../../src/messages/erasures/erasures.service.js';
import { renewEpochs } from '../../../src/database/backup/epochs.js';
import { Transactions } from '../../../src/database/transactions.js';
import { hours } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import { followInbox, heard, inboxOf, positionsIn } from '../../support/inbox.js';
import type { Person } from '../../support/person.js';

eachDatabase('a member’s inbox', (database) => {
  let forum: Forum;
  let wanda: Person;
  beforeAll(async () => {
    forum = await startForum({ database, env: { INBOX_EVENTS_KEPT: '20', INBOX_DAYS_KEPT: '2' } });
    await forum.addSite('strict', { settings: { premoderation: 'all' } });
  });
  beforeEach(async () => {
    wanda = await forum.guest('Wanda');
    await forum.as(wanda).post(forum.thread, `Wanda is ${wanda.id}.`);
  });

  const count = async (from: string): Promise<number> => {
    const [row] = await forum.connections.read.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM ${from}`);
    return Number(row?.n);
  };
  /** Held, and decided on so many times. */
  const busy = async (times: number) => {
    const thread = await forum.article({ site: 'strict' });
    let message = await forum.as(wanda).post(thread, `Read this ${times} times, please: ${thread.id}`);
    for (let n = 0; n < times; n += 1)
      message = (await forum.as(forum.olga).decide(message, n % 2 ? 'hold' : 'reject', { reason: `Look ${n}` }))
        .message;
    return message;
  };

  it('tells its member, in whichever thread, what became of a message, with the words and never by whom', async () => {
    const page = await forum.connect(wanda);
    expect(await followInbox(page)).toMatchObject({ position: 0, epoch: expect.any(String) });
    const message = await busy(1);
    await heard(page, 1);
    expect(inboxOf(page)).toEqual([
      {
        position: 1,
        at: expect.any(String),
        type: 'message.decided',
        data: {
          thread: message.threadId,
          message: expect.objectContaining({ id: message.id, text: message.text, state: 'rejected' }),
          decision: { decision: 'reject', reason: 'Look 0', at: expect.any(String) },
        },
      },
    ]);
    expect(JSON.stringify(inboxOf(page))).not.toContain('Olga');
  });

  it('tells what keeps its member from writing, when it begins, when it is lifted and when it ends, and all that holds', async () => {
    const page = await forum.connect(wanda);
    await followInbox(page);
    const until = new Date(forum.clock.now() + hours(1)).toISOString();
    await forum.as(forum.mia).sanction(wanda, { kind: 'suspend', until, reason: 'Cool down' });
    const ban = await forum.as(forum.olga).sanction(wanda, { kind: 'ban', reason: 'Everywhere', site: '*' });
    await heard(page, 2);
    await forum.as(forum.olga).lift(ban);
    await heard(page, 3);
    forum.clock.pass(hours(1) + 1_000);
    await heard(page, 4);
    const suspension = { site: 'default', kind: 'suspend', reason: 'Cool down', until };
    const banned = { site: '*', kind: 'ban', reason: 'Everywhere', until: null };
    expect(inboxOf(page).map(({ type, data }) => [type, data])).toMatchObject([
      ['sanction.given', { sanction: suspension }],
      ['sanction.given', { sanction: banned }],
      ['sanction.lifted', { sanction: banned, holds: [suspension] }],
      ['sanction.ended', { sanction: suspension, holds: [] }],
    ]);
    await forum.service(Jobs).runDue();
    expect(await count(`inbox_events WHERE member_id = '${wanda.id}'`)).toBe(4);
  });

  it('is heard from where its page left it, each event once and in order, by who may not write as well', async () => {
    await forum.as(forum.mia).ban(wanda);
    const first = await forum.connect(wanda);
    const place = await followInbox(first);
    await busy(15);
    await heard(first, 15);
    const again = await forum.connect(wanda);
    expect(await followInbox(again, place)).toEqual({ ...place, position: place.position + 15 });
    expect(positionsIn(again)).toEqual(Array.from({ length: 15 }, (_, n) => place.position + 1 + n));
    expect(again.frames.filter(({ event }) => event === 'reset')).toEqual([]);
  });

  it('is read again from another epoch, from ahead, and from further behind than its events are kept', async () => {
    await busy(30);
    const page = await forum.connect(wanda);
    const { position, epoch } = await followInbox(page);
    expect(position).toBe(30);
    expect(await count(`inbox_events WHERE member_id = '${wanda.id}'`)).toBe(20);
    for (const [after, of] of [
      [30, 'another'],
      [35, epoch],
      [9, epoch],
    ] as const) {
      const other = await forum.connect(wanda);
      expect(await followInbox(other, { position: after, epoch: of })).toEqual({ position, epoch });
      expect(other.frames.at(-2)).toEqual({ event: 'reset', data: { inbox: true, position, epoch } });
    }
    const whole = await forum.connect(wanda);
    await followInbox(whole, { position: 10, epoch });
    expect(positionsIn(whole)).toEqual(Array.from({ length: 20 }, (_, n) => 11 + n));
  });

  it('begins anew for who follows it when a backup has been restored', async () => {
    await busy(2);
    const page = await forum.connect(wanda);
    const { epoch } = await followInbox(page);
    await forum.service(Transactions).run((tx) => renewEpochs(tx));
    const reset = await page.frame('reset', (data) => 'inbox' in data);
    expect(reset).toMatchObject({ position: 2 });
    expect(reset.epoch).not.toBe(epoch);
    await busy(1);
    await heard(page, 1);
    expect(positionsIn(page)).toEqual([3]);
  });

  it('forgets what is older than it is kept, and says so to who comes from before', async () => {
    await busy(3);
    const { epoch } = await followInbox(await forum.connect(wanda));
    forum.clock.pass(hours(49));
    await forum.service(Jobs).runDue();
    expect(await count(`inbox_events WHERE member_id = '${wanda.id}'`)).toBe(0);
    const page = await forum.connect(wanda);
    await followInbox(page, { position: 1, epoch });
    expect(page.frames.at(-2)).toMatchObject({ event: 'reset', data: { inbox: true, position: 3, epoch } });
  });

  it('goes with its member, and stays away', async () => {
    const message = await busy(1);
    await followInbox(await forum.connect(wanda));
    await forum.service(ErasuresService).erase(wanda.id);
    const left = async () => [
      await count(`inbox_events WHERE member_id = '${wanda.id}'`),
      await count(`inbox_heads WHERE member_id = '${wanda.id}'`),
    ];
    expect(await left()).toEqual([0, 0]);
    const item = await forum.as(forum.olga).read(message);
    await forum
      .as(forum.olga)
      .decide(item, 'restore')
      .catch(() => undefined);
    expect(await left()).toEqual([0, 0]);
  });
});
