import { beforeAll, expect, it } from '@jest/globals';
import { IdempotentWrites } from '../../src/database/writes/idempotency.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { sanctionView } from '../../src/moderation/sanctions/sanctions.schema.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

const DAY = hours(24);

eachDatabase('what has outlived its use', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    // Nobody looks for work but the test.
    forum = await startForum({ database, env: { JOBS_POLL: '60000', EVENTS_KEPT: '1000', OLD_EVENTS_KEPT: '1' } });
  });

  const count = async (from: string): Promise<number> => {
    const [row] = await forum.connections.read.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM ${from}`);
    return Number(row?.n);
  };
  /** Time goes by, and every broom has had its turn until it found nothing more. */
  const sweepAfter = async (ms: number): Promise<void> => {
    const jobs = forum.service(Jobs);
    await jobs.runDue();
    forum.clock.pass(ms);
    do forum.clock.pass(1_100);
    while ((await jobs.runDue()) > 0);
  };
  const many = (from: number, most: number): string =>
    database === 'sqlite'
      ? `WITH RECURSIVE many(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM many WHERE n < ${most}) SELECT`
      : `WITH many AS (SELECT generate_series(${from}, ${most}) AS n) SELECT`;
  const run = (sql: string) => forum.connections.write.query(sql);

  it('are answers of yesterday’s writes: 20,000 go in steps of 500', async () => {
    await run(`INSERT INTO idempotency_keys (owner, key, fingerprint, answer, created_at)
      ${many(1, 20_000)} 'ana', CAST(n AS varchar), 'f', '{}', 1 FROM many`);
    const fresh = await forum.as(forum.ana).post(forum.thread, 'I was there.');
    expect(await forum.service(IdempotentWrites).forgetSome(500)).toBe(true);
    expect(await count(`idempotency_keys WHERE created_at = 1`)).toBe(19_500);
    await sweepAfter(hours(1));
    expect(await count(`idempotency_keys WHERE created_at = 1`)).toBe(0);
    expect(await count('idempotency_keys')).toBeGreaterThan(0);
    expect(fresh.state).toBe('published');
  });

  it('are guests who never said anything, with their tokens; whoever wrote, voted or reported stays', async () => {
    const writer = await forum.guest('Writer');
    const held = await forum.guest('Held');
    const voter = await forum.guest('Voter');
    const reporter = await forum.guest('Reporter');
    const banned = await forum.guest('Banned');
    const silent = await forum.guest('Silent');
    const message = await forum.as(writer).post(forum.thread, 'The ferry was late.');
    await forum.as(held).post(forum.thread, 'See https://example.com/');
    await forum.as(voter).vote(message, 'up');
    await forum.as(reporter).report(message, 'spam');
    await forum.as(forum.olga).get(sanctionView, 'POST', `/moderation/members/${banned.id}/sanctions`, {
      body: { kind: 'ban', site: 'default', reason: 'spam' },
    });
    await run(`INSERT INTO members (id, name, name_skeleton, kind, email, published_count, created_at)
      ${many(1, 1_200)} CAST(n AS varchar), 'Nobody', 'nobody', 'guest', NULL, 0, 1 FROM many`);
    await sweepAfter(89 * DAY);
    expect((await forum.as(silent).ask('GET', '/me')).status).toBe(200);
    expect(await count(`members WHERE name = 'Nobody'`)).toBe(0);
    await sweepAfter(2 * DAY);
    expect((await forum.as(silent).ask('GET', '/me')).status).toBe(401);
    for (const one of [writer, held, voter, reporter, banned, forum.mia])
      expect((await forum.as(one).ask('GET', '/me')).status).toBe(200);
    expect(await count(`tokens WHERE member_id = '${silent.id}'`)).toBe(0);
  });

  it('are discussions that somebody opened and nobody wrote in', async () => {
    const [empty, written] = [1, 2].map((n) =>
      forum.anyone.openThread({ site: 'default', url: `http://localhost/opened/${n}` }),
    );
    await forum.as(forum.ana).post(await written!, 'The ferry comes back.');
    expect((await empty)?.opened).toBe(true);
    await sweepAfter(hours(forum.config.EMPTY_THREADS_KEPT) - hours(2));
    expect(await count(`threads WHERE url LIKE '%/opened/%'`)).toBe(2);
    await sweepAfter(hours(4));
    expect(await count(`threads WHERE url LIKE '%/opened/%'`)).toBe(1);
  });

  it('are events beyond those that a follower may be behind: whoever comes from there reads the page again', async () => {
    const { thread } = forum;
    await run(`INSERT INTO thread_events (thread_id, position, type, message_id, detail, at)
      ${many(1_000, 2_600)} '${thread.id}', n, 'thread.changed', NULL, '{}', 1 FROM many`);
    await run(`UPDATE threads SET position = 2600 WHERE id = '${thread.id}'`);
    await sweepAfter(2 * DAY);
    expect(await count(`thread_events WHERE thread_id = '${thread.id}'`)).toBe(1_000);
    expect(await forum.anyone.events(thread, { after: 1_600 })).toMatchObject({ events: expect.anything() });
    expect(await forum.anyone.events(thread, { after: 1_500 })).toMatchObject({ reset: true });
  });

  it('are no events of the last days, however many, nor what ended in the last days', async () => {
    const thread = await forum.article();
    await run(`INSERT INTO thread_events (thread_id, position, type, message_id, detail, at)
      ${many(1, 1_200)} '${thread.id}', n, 'thread.changed', NULL, '{}', ${forum.clock.now() - hours(20)} FROM many`);
    await run(`UPDATE threads SET position = 1200 WHERE id = '${thread.id}'`);
    const [mia, kept] = [forum.mia.id, forum.config.ENDED_TOKENS_KEPT];
    const link = (hash: string, daysAgo: number) => {
      const at = forum.clock.now() - daysAgo * DAY;
      return run(`INSERT INTO tokens (hash, member_id, kind, created_at, expires_at, revoked_at)
        VALUES ('${hash}', '${mia}', 'link', ${at}, ${at}, NULL)`);
    };
    await link('ended lately', kept - 1);
    await link('ended long ago', kept);
    await sweepAfter(hours(2));
    expect(await count(`thread_events WHERE thread_id = '${thread.id}'`)).toBe(1_200);
    expect(await count(`tokens WHERE hash = 'ended lately'`)).toBe(1);
    expect(await count(`tokens WHERE hash = 'ended long ago'`)).toBe(0);
  });

  it('are jobs that failed for the last time, after as many days as they are kept, and none that waits', async () => {
    const kept = forum.config.DEAD_JOBS_KEPT;
    const job = (id: string, state: string, daysAgo: number) =>
      run(`INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
        VALUES ('${id}', 'novelty', '${id}', 'null', '${state}', 1, 8, ${forum.clock.now() - daysAgo * DAY}, 1)`);
    await job('old', 'dead', kept);
    await job('young', 'dead', kept - 2);
    await job('of-a-newer-build', 'waiting', kept);
    await sweepAfter(DAY);
    const left = await forum.connections.read.query<{ id: string }[]>(`SELECT id FROM jobs WHERE kind = 'novelty'`);
    expect(left.map(({ id }) => id).toSorted()).toEqual(['of-a-newer-build', 'young']);
  });

  it('are links and sessions that have ended, but for the last by which somebody of staff came in', async () => {
    await run(
      `UPDATE tokens SET created_at = 1, expires_at = NULL WHERE member_id = '${forum.mia.id}' AND kind = 'api'`,
    );
    const [mia, old] = [forum.mia.id, `'${'0'.repeat(60)}`];
    const token = (n: number, kind: string, at: number) =>
      run(
        `INSERT INTO tokens (hash, member_id, kind, created_at, expires_at, revoked_at) VALUES (${old}${n}', '${mia}', '${kind}', ${at}, ${at}, NULL)`,
      );
    await token(1_001, 'session', 2);
    await token(1_002, 'session', 3);
    await token(1_003, 'link', 4);
    const nora = await forum.staff('Nora', 'moderator', 'default');
    await run(`UPDATE tokens SET created_at = 1, revoked_at = 2 WHERE member_id = '${nora.id}' AND kind = 'api'`);
    await sweepAfter(DAY);
    expect(await count(`tokens WHERE member_id = '${nora.id}' AND kind = 'api'`)).toBe(1);
    const kept = await forum.connections.read.query<{ kind: string; created_at: number }[]>(
      `SELECT kind, created_at FROM tokens WHERE member_id = '${mia}' AND created_at < 10 ORDER BY created_at`,
    );
    expect(kept.map(({ kind, created_at }) => [kind, Number(created_at)])).toEqual([
      ['api', 1],
      ['session', 3],
    ]);
  });
});
