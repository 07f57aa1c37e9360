import { beforeAll, expect, it } from '@jest/globals';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { hours, minutes } from '../support/clock.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

eachDatabase('a moderator who is banned', (database) => {
  let here: Forum;
  let elsewhere: Forum;
  beforeAll(async () => {
    here = await startForum({ database });
    await here.addSite('gazette');
    elsewhere = database === 'postgres' ? await startBeside(here) : here;
  });

  it('decides, bans and closes nothing any more, on any process, and hears no queue', async () => {
    const max = await here.staff('Max', 'moderator', 'default');
    const consoles = await Promise.all([here, elsewhere].map((forum) => forum.watchQueue('default', max)));
    const message = await here.as(here.ana).post(here.thread, 'You fools.');
    expect((await elsewhere.as(max).queue()).total).toBe(0);
    const ban = await here.as(here.olga).sanction(max, { kind: 'ban', reason: 'Sold his link', site: 'default' });
    for (const console of consoles)
      expect(await console.frame('error')).toMatchObject({ code: 'not_allowed', for: 'follow', queue: 'default' });
    for (const forum of [here, elsewhere]) {
      const as = forum.as(max);
      await until('the end of his powers', async () => (await as.ask('GET', '/moderation/queue')).status === 403);
      expect(await refusalOf(as.decide(message, 'reject'))).toMatchObject({ status: 403, code: 'not_allowed' });
      expect(await refusalOf(as.ban(here.ana))).toMatchObject({ status: 403 });
      expect(await refusalOf(as.setState(here.thread, 'closed'))).toMatchObject({ status: 403 });
      expect(await refusalOf(as.lift(ban))).toMatchObject({ status: 403 });
      expect(await as.me()).toMatchObject({ permissions: ['post', 'vote', 'report'], sites: [] });
    }
    await here.as(here.olga).lift(ban);
    await until('his powers', async () => (await elsewhere.as(max).ask('GET', '/moderation/queue')).status === 200);
  });

  it('has them again when it has run out', async () => {
    const zoe = await here.staff('Zoe', 'moderator', 'default');
    const end = new Date(here.clock.now() + hours(1)).toISOString();
    await here.as(here.olga).sanction(zoe, { kind: 'ban', until: end, reason: 'An hour', site: 'default' });
    const status = async () => (await elsewhere.as(zoe).ask('GET', '/moderation/queue')).status;
    await until('the end of her powers', async () => (await status()) === 403);
    here.clock.pass(hours(1) + minutes(1));
    await until('her powers', async () => (await status()) === 200);
    expect((await elsewhere.as(zoe).queue()).total).toBe(0);
  });

  it('keeps them where the ban does not hold', async () => {
    const eve = await here.staff('Eve', 'moderator', null);
    await here.as(here.olga).sanction(eve, { kind: 'ban', reason: 'Only here', site: 'default' });
    const as = here.as(eve);
    expect(await refusalOf(as.queue({ site: 'default' }))).toMatchObject({ code: 'site_not_found' });
    const there = await here.as(here.ben).post(await here.article({ site: 'gazette' }), 'Elsewhere.');
    expect((await as.decide(there, 'reject')).message.state).toBe('rejected');
    const console = await here.connect(eve);
    console.send({ event: 'follow', data: { queue: '*' } });
    await console.frame('following', (data) => 'queue' in data && data.queue === 'gazette');
    await here.as(here.ben).report(await here.as(here.ana).post(await here.article(), 'For others to read.'));
    await here.as(here.ben).report(await here.as(here.ana).post(await here.article({ site: 'gazette' }), 'For Eve.'));
    expect(await console.frame('queue')).toMatchObject({ site: 'gazette' });
    const told = console.frames.filter(({ data }) => JSON.stringify(data).includes('"default"'));
    expect(told).toEqual([]);
  });

  it('is still nobody whom an equal may sanction or free', async () => {
    const [tom, tim] = [
      await here.staff('Tom', 'moderator', 'default'),
      await here.staff('Tim', 'moderator', 'default'),
    ];
    const ban = await here.as(here.olga).sanction(tom, { kind: 'ban', reason: 'A pause', site: 'default' });
    expect(await refusalOf(here.as(tim).ban(tom))).toMatchObject({ code: 'not_allowed' });
    expect(await refusalOf(here.as(tim).lift(ban))).toMatchObject({ code: 'not_allowed' });
  });
});

eachDatabase('a role that changes', (database) => {
  it('is true at once on the process that heard of it, whatever was believed a moment ago', async () => {
    const forum = await startForum({ database });
    await forum.addSite('gazette');
    const members = forum.service(StaffService);
    const max = await forum.staff('Max', 'moderator', 'default');
    const as = forum.as(max);
    expect(await as.me()).toMatchObject({ member: { role: 'member' }, sites: ['default'] });
    await members.addStaff('max@example.com', 'admin', 'gazette', 'Max');
    expect((await as.me()).sites.toSorted()).toEqual(['default', 'gazette']);
    await members.addStaff('max@example.com', 'owner', null, 'Max');
    expect(await as.me()).toMatchObject({ member: { role: 'owner' }, sites: ['*'] });
    await members.removeStaff('max@example.com', null);
    expect(await refusalOf(as.me())).toMatchObject({ code: 'sign_in_required' });
  });
});
