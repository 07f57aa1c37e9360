import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AuditLog } from '../../src/audit/audit-log.js';
import { Transactions } from '../../src/database/transactions.js';
import { COMMANDS } from '../../src/commands/commands.js';
import { understand } from '../../src/commands/command-line.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a moderator', (database) => {
  let forum: Forum;
  let mia: Acting;
  let olga: Acting;
  beforeAll(async () => {
    forum = await startForum({ database });
    [mia, olga] = [forum.as(forum.mia), forum.as(forum.olga)];
    await forum.addSite('gazette');
  });
  beforeEach(() => forum.clock.pass(minutes(11)));

  const log = async (who = mia) => (await who.log({ limit: 100 })).entries;

  it('has in reach who reports and who votes on her site, and nobody who does so elsewhere', async () => {
    const [reporter, voter, elsewhere] = [
      await forum.guest('Rita'),
      await forum.guest('Vera'),
      await forum.guest('Else'),
    ];
    const here = await forum.as(forum.ana).post(forum.thread, 'Report this, or vote on it.');
    const there = await forum.as(forum.ana).post(await forum.article({ site: 'gazette' }), 'The same elsewhere.');
    await forum.as(reporter).report(here);
    await forum.as(voter).vote(here, 'down');
    await forum.as(elsewhere).report(there);
    await forum.as(elsewhere).vote(there, 'up');
    for (const member of [reporter, voter]) {
      expect(await mia.record(member)).toMatchObject({ member: { id: member.id } });
      expect(await mia.ban(member)).toMatchObject({ memberId: member.id, site: 'default' });
    }
    expect(await refusalOf(mia.record(elsewhere))).toMatchObject({ code: 'member_not_found' });
    expect(await refusalOf(mia.ban(elsewhere))).toMatchObject({ code: 'member_not_found' });
  });

  it('is told in the record of a ban wherever it holds, and in the log of no member that is not known here', async () => {
    const [known, unknown] = [await forum.guest('Karl'), await forum.guest('Udo')];
    await forum.as(known).post(forum.thread, 'I am known here.');
    await forum.as(unknown).post(await forum.article({ site: 'gazette' }), 'I am not.');
    await olga.sanction(known, { kind: 'ban', reason: 'Everywhere', site: '*' });
    await olga.sanction(unknown, { kind: 'ban', reason: 'Everywhere too', site: '*' });
    expect((await mia.record(known)).sanctions).toMatchObject([{ site: '*', reason: 'Everywhere' }]);
    const subjects = (await log()).map(({ subject }) => subject.id);
    expect([subjects.includes(known.id), subjects.includes(unknown.id)]).toEqual([true, false]);
    expect((await log(olga)).map(({ subject }) => subject.id)).toContain(unknown.id);
  });

  it('decides on nothing that the owner has said; the owner on what she says', async () => {
    const owners = await olga.post(forum.thread, 'The house rules.');
    expect(await refusalOf(mia.decide(owners, 'reject'))).toMatchObject({ status: 403, code: 'not_allowed' });
    const hers = await mia.post(forum.thread, 'My two cents.');
    expect((await olga.decide(hers, 'reject')).message.state).toBe('rejected');
    expect((await mia.decide(await mia.post(forum.thread, 'I take that back.'), 'reject')).message.state).toBe(
      'rejected',
    );
  });

  it('keeps what was decided in list, record and log when its author takes it back', async () => {
    const paul = await forum.guest('Paul');
    const [rejected, spam] = [
      await forum.as(paul).post(forum.thread, 'You fools!'),
      await forum.as(paul).post(forum.thread, 'Buy pills!'),
    ];
    const { message } = await mia.decide(rejected, 'reject');
    await mia.decide(spam, 'spam');
    await forum.as(paul).delete(rejected);
    await forum.as(paul).delete(spam);
    expect(await mia.record(paul)).toMatchObject({
      counts: { published: 0, rejected: 1, spam: 1, deleted: 0 },
      recent: [{ state: 'spam' }, { state: 'rejected' }],
    });
    for (const [kind, { id }] of [
      ['rejected', rejected],
      ['spam', spam],
    ] as const) {
      const { items, total } = await mia.queue({ kind, limit: 100 });
      expect(items.find((item) => item.message.id === id)).toMatchObject({ kind, message: { state: 'deleted' } });
      expect(total).toBe(items.length);
    }
    const refused = await mia.ask('POST', `/moderation/messages/${message.id}/decisions`, {
      body: { decision: 'restore', revision: message.revision },
    });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: { code: 'conflict', message: 'Its author has taken it back.' } },
    ]);
    expect((await log()).find(({ subject }) => subject.id === rejected.id)).toMatchObject({ action: 'message.reject' });
  });

  it('reads in the log what the command line did to staff and sites, and no secret', async () => {
    const run = async (line: string) => {
      const asked = understand(line.split(' '));
      if (typeof asked === 'string') throw new Error(asked);
      if (!('run' in asked.command)) throw new Error(`${line} needs no forum`);
      return asked.command.run(forum.app, asked.given);
    };
    expect(COMMANDS.length).toBeGreaterThan(5);
    const printed = [
      await run('staff add nils@example.com --role moderator --site default --name Nils'),
      await run('staff add nils@example.com --role admin --site default'),
      await run('staff token nils@example.com'),
      await run('staff link nils@example.com'),
      await run('staff remove nils@example.com'),
      await run('site add herald --host herald.example'),
      await run('site set herald --premoderation all --host herald.example --host www.herald.example'),
      await run('site add brief --host brief.example'),
      await run('site remove brief'),
    ];
    const entries = (await log(olga)).filter(({ actor }) => actor.id === 'command-line').toReversed();
    expect(entries.map(({ actor, action, before, after }) => [actor.name, action, before, after])).toEqual([
      ['command line', 'staff.add', null, { role: 'moderator' }],
      ['command line', 'staff.add', { role: 'moderator' }, { role: 'admin' }],
      ['command line', 'staff.token', null, null],
      ['command line', 'staff.link', null, null],
      ['command line', 'staff.remove', { role: 'admin' }, null],
      ['command line', 'site.add', null, { name: 'herald', hosts: ['herald.example'] }],
      [
        'command line',
        'site.change',
        { hosts: ['herald.example'], premoderation: null },
        { hosts: ['herald.example', 'www.herald.example'], premoderation: 'all' },
      ],
      // What was done to it while it was there stands in its own log, which nobody reads any more.
      ['command line', 'site.remove', { name: 'brief', hosts: ['brief.example'] }, null],
    ]);
    const secrets = printed.flatMap((text) => text.match(/[\w-]{40,}/g) ?? []);
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it('can trust a log of more than a thousand lines, and hears where it was changed beyond the first thousand', async () => {
    const { id, name } = forum.mia;
    await forum.service(Transactions).run(async (tx) => {
      for (let n = 0; n < 1_100; n += 1)
        await forum.service(AuditLog).append(tx, {
          siteId: 'default',
          actor: { id, name },
          action: 'thread.open',
          subject: { kind: 'thread', id: String(n) },
          before: null,
          after: null,
          reason: null,
        });
    });
    const verify = () => forum.service(AuditLog).verify();
    const verdict = (await verify()) as { entries: number };
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.entries).toBeGreaterThan(1_100);
    await forum.connections.write.query(`UPDATE audit_log SET reason = 'Changed' WHERE seq = 1050`);
    expect(await verify()).toEqual({ ok: false, entries: 1_049, brokenAt: 1_050 });
  });
});
