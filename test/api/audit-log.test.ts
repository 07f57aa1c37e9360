import { beforeAll, expect, it } from '@jest/globals';
import { AuditLog, COMMAND_LINE, type AuditEntryInput } from '../../src/audit/audit-log.js';
import { Transactions } from '../../src/database/transactions.js';
import type { LogEntry } from '../../src/moderation/records/records.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the log of what moderators did', (database) => {
  let forum: Forum;
  let mia: Acting;
  let olga: Acting;
  beforeAll(async () => {
    forum = await startForum({ database });
    [mia, olga] = [forum.as(forum.mia), forum.as(forum.olga)];
    await forum.addSite('gazette');
  });

  const line: AuditEntryInput = {
    siteId: '*',
    actor: COMMAND_LINE,
    action: 'site.change',
    subject: { kind: 'site', id: 'default' },
    before: {},
    after: {},
    reason: null,
  };
  const latest = async (who = mia) => (await who.log({ limit: 1 })).entries[0] as LogEntry;
  const verify = () => forum.service(AuditLog).verify();
  const sql = (text: string) => forum.connections.write.query(text);

  it('holds each deed: who, what, to what, from what to what, and why', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'You fools.');
    await mia.decide(message, 'reject', { reason: 'Insult', note: 'The third today' });
    expect(await latest()).toEqual({
      id: '1',
      at: expect.any(String),
      actor: { id: forum.mia.id, name: 'Mia' },
      action: 'message.reject',
      subject: { kind: 'message', id: message.id },
      before: { state: 'published', revision: 1, reports: 0 },
      after: { state: 'rejected', revision: 2, reports: 0 },
      reason: 'Insult: The third today',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const sanction = await mia.ban(forum.ana, 'Insults');
    expect(await latest()).toMatchObject({
      id: '2',
      action: 'member.ban',
      subject: { kind: 'member', id: forum.ana.id },
    });
    await mia.lift(sanction);
    expect(await latest()).toMatchObject({ action: 'member.lift', before: { sanction: sanction.id }, after: null });
    await mia.setState(forum.thread, 'closed', 'Enough');
    expect(await latest()).toMatchObject({ action: 'thread.close', before: { state: 'open' }, reason: 'Enough' });
    await mia.setState(forum.thread, 'open');
    expect(await latest()).toMatchObject({ id: '5', action: 'thread.open', after: { state: 'open' }, reason: null });
  });

  it('holds nothing of what was refused or changed nothing', async () => {
    const before = await latest();
    await mia.setState(forum.thread, 'open');
    await refusalOf(mia.decide({ id: 'nothing', revision: 1 }, 'reject'));
    await refusalOf(mia.ban(forum.olga));
    expect(await latest()).toEqual(before);
  });

  it('is read newest first, page by page, while more is written', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { entries, next } = await mia.log({ limit: 2, ...(cursor ? { cursor } : {}) });
      ids.push(...entries.map(({ id }) => id));
      cursor = next ?? undefined;
      await mia.setState(forum.thread, ids.length % 4 ? 'closed' : 'open');
    } while (cursor);
    expect(ids).toEqual(['5', '4', '3', '2', '1']);
    await mia.setState(forum.thread, 'open');
  });

  it('is each site’s own, with what holds on every site', async () => {
    const thread = await forum.article({ site: 'gazette' });
    await forum.as(forum.ben).post(thread, 'In the Gazette.');
    await olga.setState(thread, 'closed');
    expect((await latest()).subject.id).not.toBe(thread.id);
    expect(await latest(olga)).toMatchObject({ action: 'thread.close', subject: { id: thread.id } });
    await forum.as(forum.ben).post(forum.thread, 'At home.');
    await olga.ban(forum.ben);
    expect(await latest()).toMatchObject({ action: 'member.ban', actor: { name: 'Olga' } });
    expect(await refusalOf(forum.as(forum.ana).log())).toMatchObject({ status: 403 });
    expect(await refusalOf(mia.log({ site: 'gazette' }))).toMatchObject({ code: 'site_not_found' });
  });

  it('is whole, and says so with its last hash', async () => {
    const { id, hash } = await latest(olga);
    expect(await verify()).toEqual({ ok: true, entries: Number(id), head: hash });
  });

  it.each([
    ['at', 'at + 1'],
    ['site_id', `'gazette'`],
    ['actor_id', `'${'0'.repeat(36)}'`],
    ['actor_name', `'Olga'`],
    ['action', `'message.approve'`],
    ['subject_kind', `'thread'`],
    ['subject_id', `'${'0'.repeat(36)}'`],
    ['before', `'{}'`],
    ['after', `'{}'`],
    ['reason', 'NULL'],
    ['hash', `'${'0'.repeat(64)}'`],
  ])('shows that somebody changed %s of a line', async (column, value) => {
    await sql('CREATE TABLE kept AS SELECT * FROM audit_log WHERE seq = 2');
    await sql(`UPDATE audit_log SET ${column} = ${value} WHERE seq = 2`);
    expect(await verify()).toEqual({ ok: false, entries: 1, brokenAt: 2 });
    await sql('DELETE FROM audit_log WHERE seq = 2');
    await sql('INSERT INTO audit_log SELECT * FROM kept');
    await sql('DROP TABLE kept');
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('shows that a line was left out, also where those after it were numbered anew', async () => {
    await sql('CREATE TABLE kept AS SELECT * FROM audit_log');
    await sql('DELETE FROM audit_log WHERE seq = 3');
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 4 });
    for (let seq = 4; seq <= 6; seq += 1) await sql(`UPDATE audit_log SET seq = ${seq - 1} WHERE seq = ${seq}`);
    expect(await verify()).toMatchObject({ ok: false, entries: 2, brokenAt: 3 });
    await sql('DELETE FROM audit_log');
    await sql('INSERT INTO audit_log SELECT * FROM kept');
    await sql('DROP TABLE kept');
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('shows that a line was put in, and that two changed places', async () => {
    await sql('CREATE TABLE kept AS SELECT * FROM audit_log');
    const { entries } = (await verify()) as { entries: number };
    await sql(`INSERT INTO audit_log SELECT ${entries + 1}, at, site_id, actor_id, actor_name, action, subject_kind, subject_id,
      before, after, reason, hash FROM audit_log WHERE seq = ${entries}`);
    expect(await verify()).toMatchObject({ ok: false, brokenAt: entries + 1 });
    await sql(`DELETE FROM audit_log WHERE seq = ${entries + 1}`);
    for (const [from, to] of [
      [2, 0],
      [3, 2],
      [0, 3],
    ])
      await sql(`UPDATE audit_log SET seq = ${to} WHERE seq = ${from}`);
    expect(await verify()).toMatchObject({ ok: false, brokenAt: 2 });
    await sql('DELETE FROM audit_log');
    await sql('INSERT INTO audit_log SELECT * FROM kept');
    await sql('DROP TABLE kept');
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('is whole, and read to its end, also where it is longer than what is read at once', async () => {
    const { entries } = (await verify()) as { entries: number };
    const write = (count: number) =>
      forum.service(Transactions).run(async (tx) => {
        for (let n = 0; n < count; n += 1) await forum.service(AuditLog).append(tx, line);
      });
    await write(1_000 - entries);
    expect(await verify()).toMatchObject({ ok: true, entries: 1_000 });
    await write(5);
    const { hash } = await latest(olga);
    expect(await verify()).toEqual({ ok: true, entries: 1_005, head: hash });
    await sql(`UPDATE audit_log SET reason = 'another' WHERE seq = 1003`);
    expect(await verify()).toEqual({ ok: false, entries: 1_002, brokenAt: 1_003 });
    await sql(`UPDATE audit_log SET reason = NULL WHERE seq = 1003`);
  });

  it('cut off at its end ends in another hash than the one that was kept elsewhere', async () => {
    const { hash } = await latest(olga);
    await sql('DELETE FROM audit_log WHERE seq = (SELECT MAX(seq) FROM audit_log)');
    const verdict = await verify();
    expect(verdict).toMatchObject({ ok: true });
    expect('head' in verdict && verdict.head).not.toBe(hash);
  });
});
