import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { hours, minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

eachDatabase('a sanction', (database) => {
  let forum: Forum;
  let mia: Acting;
  let olga: Acting;
  let who: Person;
  let paul: Acting;
  let elsewhere: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database });
    [mia, olga] = [forum.as(forum.mia), forum.as(forum.olga)];
    await forum.addSite('gazette');
    elsewhere = await forum.article({ site: 'gazette' });
  });
  beforeEach(async () => {
    who = await forum.guest('Paul');
    paul = forum.as(who);
    await paul.post(forum.thread, 'Good morning.');
  });

  const inHours = (n: number) => new Date(forum.clock.now() + hours(n)).toISOString();

  it('keeps the banned from whatever others would see, and tells them why', async () => {
    const said = await paul.post(forum.thread, 'I am about to be banned.');
    const other = await forum.as(forum.ana).post(forum.thread, 'Hello Paul.');
    expect(await mia.ban(who, 'Insults')).toEqual({
      id: expect.any(String),
      memberId: who.id,
      site: 'default',
      kind: 'ban',
      until: null,
      reason: 'Insults',
      by: { id: forum.mia.id, name: 'Mia' },
      createdAt: expect.any(String),
      liftedAt: null,
    });
    const tries = [
      () => paul.post(forum.thread, 'Still here.'),
      () => paul.reply(other, 'Still here.'),
      () => paul.edit(said, 'Still here.'),
      () => paul.vote(other, 'up'),
      () => paul.report(other),
    ];
    for (const attempt of tries) {
      const details = { reason: 'Insults', until: null };
      expect(await refusalOf(attempt())).toMatchObject({ status: 403, code: 'banned', details });
    }
  });

  it('leaves the banned what is theirs: to read, to know who they are, to take back what they said', async () => {
    const said = await paul.post(forum.thread, 'I am about to be banned.');
    await mia.ban(who);
    expect((await paul.me()).member.id).toBe(who.id);
    expect((await paul.page(forum.thread)).messages.length).toBeGreaterThan(0);
    expect((await paul.delete(said)).state).toBe('deleted');
  });

  it('ends by itself when it is a suspension', async () => {
    const until = inHours(2);
    await mia.sanction(who, { kind: 'suspend', until, reason: 'Cool down' });
    const refusal = await refusalOf(paul.post(forum.thread, 'Too hot.'));
    expect(refusal).toMatchObject({ status: 403, code: 'suspended', details: { reason: 'Cool down', until } });
    forum.clock.pass(hours(2) + minutes(1));
    expect((await paul.post(forum.thread, 'Cooler now.')).state).toBe('published');
  });

  it('ends by itself when it is a ban for a time', async () => {
    await mia.sanction(who, { kind: 'ban', until: inHours(1), reason: 'An hour' });
    expect(await refusalOf(paul.post(forum.thread, 'Now?'))).toMatchObject({ code: 'banned' });
    forum.clock.pass(hours(1) + minutes(1));
    expect((await paul.post(forum.thread, 'Now.')).state).toBe('published');
  });

  it('is lifted once', async () => {
    const sanction = await mia.ban(who);
    expect((await mia.lift(sanction)).liftedAt).toEqual(expect.any(String));
    expect((await paul.post(forum.thread, 'Thank you.')).state).toBe('published');
    expect(await refusalOf(mia.lift(sanction))).toMatchObject({ status: 409, code: 'already_decided' });
    expect(await refusalOf(mia.lift({ id: 'nothing' }))).toMatchObject({ status: 404, code: 'sanction_not_found' });
  });

  it('leaves the others standing when one is lifted, and the heaviest is told', async () => {
    await mia.sanction(who, { kind: 'suspend', until: inHours(5), reason: 'For now' });
    const ban = await mia.ban(who, 'For good');
    expect(await refusalOf(paul.post(forum.thread, 'So?'))).toMatchObject({ code: 'banned' });
    await mia.lift(ban);
    expect(await refusalOf(paul.post(forum.thread, 'So?'))).toMatchObject({ code: 'suspended' });
  });

  it('holds where the moderator’s role does, or on the site that is named', async () => {
    await mia.ban(who);
    expect((await paul.post(elsewhere, 'Here I may.')).state).toBe('published');
    expect(await refusalOf(paul.post(forum.thread, 'Here not.'))).toMatchObject({ code: 'banned' });
    await olga.sanction(who, { kind: 'ban', reason: 'Everywhere' });
    expect(await refusalOf(paul.post(elsewhere, 'And here?'))).toMatchObject({ details: { reason: 'Everywhere' } });
    const other = await forum.guest('Quentin');
    await forum.as(other).post(elsewhere, 'In both.');
    await olga.sanction(other, { kind: 'ban', reason: 'Only there', site: 'gazette' });
    expect(await refusalOf(forum.as(other).post(elsewhere, 'Again.'))).toMatchObject({ code: 'banned' });
    expect((await forum.as(other).post(forum.thread, 'Again, here.')).state).toBe('published');
  });

  it('of a moderator of several sites names the site', async () => {
    const nils = await forum.staff('Nils', 'moderator', 'default');
    await forum.staff('Nils', 'moderator', 'gazette');
    const refusal = await refusalOf(forum.as(nils).ban(who));
    expect(refusal).toMatchObject({ status: 400, details: [{ path: 'site' }] });
    expect(await forum.as(nils).sanction(who, { kind: 'ban', reason: 'x', site: 'default' })).toMatchObject({
      site: 'default',
    });
  });

  it('is not imposed on an equal, on a superior, or on oneself', async () => {
    const nora = await forum.staff('Nora', 'moderator', 'default');
    for (const person of [nora, forum.olga, forum.mia]) {
      await forum.as(person).post(forum.thread, `I am ${person.name}.`);
      expect(await refusalOf(mia.ban(person))).toMatchObject({ status: 403, code: 'not_allowed' });
    }
    expect(await refusalOf(forum.as(forum.ana).ban(who))).toMatchObject({ status: 403, code: 'not_allowed' });
    expect(await olga.sanction(nora, { kind: 'ban', reason: 'Abuse of office', site: 'default' })).toMatchObject({
      kind: 'ban',
    });
  });

  it('on every site is not imposed or lifted by an equal of somebody’s on a single one', async () => {
    const rosa = forum.as(await forum.staff('Rosa', 'moderator', null));
    const otto = await forum.staff('Otto', 'owner', 'gazette');
    expect(await refusalOf(rosa.ban(otto))).toMatchObject({ status: 403, code: 'not_allowed' });
    expect((await forum.as(otto).post(elsewhere, 'My own house.')).state).toBe('published');
    const adam = await forum.staff('Adam', 'admin', 'gazette');
    const sanction = await olga.ban(adam);
    expect(await refusalOf(rosa.lift(sanction))).toMatchObject({ status: 403, code: 'not_allowed' });
    expect((await olga.lift(sanction)).liftedAt).not.toBeNull();
  });

  it('is not lifted by whom it holds against, or by an equal', async () => {
    const [greta, hugo] = [
      await forum.staff('Greta', 'moderator', 'default'),
      await forum.staff('Hugo', 'moderator', 'default'),
    ];
    const sanction = await olga.sanction(greta, {
      kind: 'suspend',
      until: inHours(9),
      reason: 'Rest',
      site: 'default',
    });
    for (const person of [greta, hugo]) {
      expect(await refusalOf(forum.as(person).lift(sanction))).toMatchObject({ status: 403, code: 'not_allowed' });
    }
    expect(await refusalOf(forum.as(greta).post(forum.thread, 'Rested.'))).toMatchObject({ code: 'suspended' });
    expect((await olga.lift(sanction)).liftedAt).not.toBeNull();
  });

  it('holds from its answer on, however many messages are on their way', async () => {
    const sending = Array.from({ length: 30 }, (_, n) => paul.post(forum.thread, `Quick, before they ban me: ${n}`));
    const outcomes = Promise.allSettled(sending);
    await mia.ban(who);
    const { messageCount } = await forum.anyone.thread(forum.thread);
    expect(await refusalOf(paul.post(forum.thread, 'After.'))).toMatchObject({ code: 'banned' });
    const refused = (await outcomes).filter(({ status }) => status === 'rejected');
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toMatchObject({ code: 'banned' });
    expect((await forum.anyone.thread(forum.thread)).messageCount).toBe(messageCount);
  });

  describe('says what it is', () => {
    it.each<[string, unknown]>([
      ['nothing', {}],
      ['another kind', { kind: 'flog', reason: 'x' }],
      ['no reason', { kind: 'ban' }],
      ['an empty reason', { kind: 'ban', reason: '' }],
      ['a suspension without an end', { kind: 'suspend', reason: 'x' }],
      ['a suspension for ever', { kind: 'suspend', reason: 'x', until: null }],
      ['an end that has passed', { kind: 'suspend', reason: 'x', until: '2020-01-01T00:00:00.000Z' }],
      ['an end without a zone', { kind: 'suspend', reason: 'x', until: '2999-01-01T00:00:00' }],
      ['an end in words', { kind: 'suspend', reason: 'x', until: 'tomorrow' }],
      ['an end in numbers', { kind: 'suspend', reason: 'x', until: 32_503_680_000_000 }],
      ['a day that there is not', { kind: 'suspend', reason: 'x', until: '2999-02-30T00:00:00Z' }],
    ])('not %s', async (_, body) => {
      const answer = await mia.ask('POST', `/moderation/members/${who.id}/sanctions`, { body });
      expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'invalid_request' } }]);
      expect((await mia.record(who)).sanctions).toEqual([]);
    });

    it('with an end that is still to come, be it by a millisecond', async () => {
      const now = forum.clock.now();
      forum.clock.stopAt(now);
      const ending = (at: number) =>
        mia.sanction(who, { kind: 'suspend', until: new Date(at).toISOString(), reason: 'x' });
      try {
        for (const at of [now - 60_000, now - 1, now])
          expect(await refusalOf(ending(at))).toMatchObject({ status: 400, details: [{ path: 'until' }] });
        expect((await mia.record(who)).sanctions).toEqual([]);
        expect(await ending(now + 1)).toMatchObject({ kind: 'suspend' });
      } finally {
        forum.clock.goOn();
      }
    });

    it('in any zone of the world, kept in UTC', async () => {
      const until = '2999-01-01T01:00:00+01:00';
      expect(await mia.sanction(who, { kind: 'suspend', until, reason: 'x' })).toMatchObject({
        until: '2999-01-01T00:00:00.000Z',
      });
    });
  });
});
