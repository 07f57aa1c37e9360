import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Limits } from '../../src/auth/limits/limits.js';
import { Refusals } from '../../src/errors/refusals.js';
import { ResponseCache } from '../../src/http/response-cache/response-cache.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { LiveCounters } from '../../src/live/live-counters.js';
import { PageCache } from '../../src/messages/pages/page-cache.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

/** What /metrics says: name and labels -> value. */
async function scrape(forum: Forum): Promise<Map<string, number>> {
  const { text, headers } = await forum.visit('/metrics');
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

eachDatabase('metrics', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('tell what has been done since the start', async () => {
    const before = await scrape(forum);
    const reader = await forum.follow(forum.thread);
    for (let n = 0; n < 5; n += 1) await forum.as(forum.ana).post(forum.thread, `I was there, ${n}`);
    for (let n = 0; n < 5; n += 1) await reader.next('message.posted');
    expect((await forum.anyone.ask('GET', '/messages/none')).status).toBe(404);

    const after = await scrape(forum);
    const rise = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(rise('rejoinder_write_seconds_count')).toBe(5);
    expect(rise('rejoinder_commit_units_sum')).toBe(5);
    expect(rise('rejoinder_commit_seconds_count')).toBe(rise('rejoinder_commit_units_count'));
    expect(rise('rejoinder_request_seconds_count{kind="write",status="201"}')).toBe(5);
    expect(rise('rejoinder_request_seconds_count{kind="read",status="404"}')).toBe(1);
    // What happens while others are told shares one delivery.
    expect(rise('rejoinder_deliveries_total')).toBeGreaterThanOrEqual(1);
    expect(rise('rejoinder_followers')).toBe(1);
    expect(rise('rejoinder_sockets')).toBe(1);
    expect(after.get('rejoinder_writes_waiting')).toBe(0);
    expect(after.get('rejoinder_bus_up')).toBe(1);
    expect(after.get('rejoinder_bus_lag_seconds')).toBeNaN();
    expect(after.get('rejoinder_nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    await reader.close();
  });

  it('tell what was kept, and sent again', async () => {
    const page = `/api/v1/threads/${forum.thread.id}/messages`;
    // A page is kept for a second, which on a busy machine may be over before it has been asked for three times.
    const counted = await until('three visits within a second', async () => {
      await forum.as(forum.ana).post(forum.thread, `I was there too: ${randomUUID()}`);
      const before = await scrape(forum);
      const { headers } = await forum.visit(page);
      await forum.visit(page);
      await forum.visit(page, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
      const after = await scrape(forum);
      const names = ['kept_answers_total{status="200"}', 'kept_answers_total{status="304"}'];
      return [...names, 'pages_total{outcome="build"}'].every((name) => {
        const [then = 0, now] = [before.get(`rejoinder_${name}`), after.get(`rejoinder_${name}`)];
        return now === then + 1;
      });
    });
    expect(counted).toBe(true);
  });
});

describe('each metric', () => {
  it('says what its own part has counted', async () => {
    const forum = await startForum({ database: 'sqlite', env: { JOBS_POLL: '60000' } });
    const before = await scrape(forum);
    Object.assign(forum.service(LiveCounters), { deliveries: 11, drops: 12, floods: 13 });
    Object.assign(forum.service(Limits), { fallbacks: 14 });
    Object.assign(forum.service(Jobs).counts, { done: 15, failed: 16, dead: 17 });
    Object.assign(forum.service(ResponseCache).sent, { whole: 18, known: 19 });
    Object.assign(forum.service(PageCache).counts, { hits: 20, builds: 21 });
    for (let n = 0; n < 22; n += 1) forum.service(Refusals).count('WRITES_PER_MINUTE');
    const job = (id: string, state: string, at: number) =>
      forum.connections.write.query(
        `INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
          VALUES ('${id}', 'novelty', '${id}', 'null', '${state}', 1, 1, ${at}, 1)`,
      );
    const tomorrow = forum.clock.now() + hours(24);
    for (const [id, state, at] of [
      ...[['due', 'waiting', 1] as const, ['later', 'waiting', tomorrow] as const, ['dead', 'dead', 1] as const],
      ...[['latest', 'waiting', tomorrow] as const, ['dead too', 'dead', 1] as const],
    ])
      await job(id, state, at);
    const now = await scrape(forum);
    const jobs = (state: string) =>
      (now.get(`rejoinder_jobs{state="${state}"}`) ?? 0) - (before.get(`rejoinder_jobs{state="${state}"}`) ?? 0);
    expect([jobs('waiting'), jobs('due'), jobs('dead')]).toEqual([3, 1, 2]);
    const told = {
      deliveries_total: 11,
      drops_total: 12,
      'refused_total{limit="SOCKET_BUFFER"}': 12,
      'refused_total{limit="FRAMES_PER_10_SECONDS"}': 13,
      'refused_total{limit="WRITES_PER_MINUTE"}': 22,
      limit_fallbacks_total: 14,
      'jobs_total{outcome="done"}': 15,
      'jobs_total{outcome="failed"}': 16,
      'jobs_total{outcome="dead"}': 17,
      'kept_answers_total{status="200"}': 18,
      'kept_answers_total{status="304"}': 19,
      'pages_total{outcome="hit"}': 20,
      'pages_total{outcome="build"}': 21,
    };
    for (const [name, value] of Object.entries(told))
      expect([name, now.get(`rejoinder_${name}`)]).toEqual([name, value]);
  });
});

describe('the names of metrics', () => {
  it('are those that docs/operations.md tells, all of them and no other', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const { text } = await forum.visit('/metrics');
    const told = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string);
    const section = readFileSync('docs/operations.md', 'utf8').split('## Metrics')[1]?.split('\n## ')[0] ?? '';
    const documented = [...section.matchAll(/^\| (`rejoinder_[^|]+) \|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name as string),
    );
    expect(documented.filter((name) => !told.includes(name))).toEqual([]);
    const ours = told.filter((name) => !/^rejoinder_(nodejs|process)_/.test(name));
    expect(ours.filter((name) => !documented.includes(name))).toEqual([]);
    expect(ours.length).toBeGreaterThan(15);
  });
});
