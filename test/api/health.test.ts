import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { closeDatabase } from '../../src/database/opening/data-source.js';
import { Transactions } from '../../src/database/transactions.js';
import { LoadShedder } from '../../src/http/load-shedding/load-shedder.js';
import { HealthService } from '../../src/ops/health.service.js';
import { eachDatabase, onlyOn } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { Locker } from '../support/locker.js';
import { expectRefusal } from '../support/refusal.js';
import { until } from '../support/until.js';

const READY = '/health/ready';

/** Why it is not to be sent readers. */
async function whyNot(forum: Forum): Promise<unknown> {
  const answer = await forum.visit(READY);
  expectRefusal(answer, 'overloaded');
  expect(answer.headers.get('retry-after')).toBe('1');
  expect((await forum.visit('/health/live')).status).toBe(200);
  return (answer.body as { error: { details: { reason: unknown } } }).error.details.reason;
}

eachDatabase('a balancer', (database) => {
  let forum: Forum;
  beforeEach(async () => {
    forum = await startForum({ database });
    expect((await forum.visit(READY)).body).toEqual({ status: 'ok' });
  });

  it('is told to send nobody to a process that is going away', async () => {
    forum.service(HealthService).beforeApplicationShutdown();
    expect(await whyNot(forum)).toBe('draining');
  });

  it('is told to send nobody while the database is away', async () => {
    await closeDatabase(forum.connections);
    await until('the database to be missed', async () => (await forum.visit(READY)).status === 503);
    expect(await whyNot(forum)).toBe('database');
  });

  /** The forum has turned work away for so many ms. */
  function strained(ms: number): void {
    const now = performance.now();
    for (let ago = ms; ago >= 0; ago -= 1_000) forum.service(LoadShedder).overload.note(now - ago);
  }

  it('is told to send nobody where work has been turned away for long', async () => {
    strained(12_000);
    expect(await whyNot(forum)).toBe('overloaded');
  });

  it('hears nothing of a burst', async () => {
    strained(8_000);
    expect((await forum.visit(READY)).body).toEqual({ status: 'ok' });
  });
});

onlyOn('postgres')('a balancer, while every connection to PostgreSQL is busy', () => {
  let forum: Forum;
  let letGo: () => void = () => undefined;
  beforeEach(async () => {
    forum = await startForum({ database: 'postgres', env: { DATABASE_POOL: '2' } });
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    for (let n = 0; n < 2; n += 1) void forum.service(Transactions).run(() => gate);
  });
  afterEach(() => letGo());

  it('is answered at once, and told that the database is away only when it has said nothing for a while', async () => {
    const begun = performance.now();
    // As long as nobody lets go, the database answers nothing.
    expect((await forum.visit(READY)).status).toBe(200);
    await until('it has been silent for long', async () => (await forum.visit(READY)).status === 503);
    expect(performance.now() - begun).toBeGreaterThan(1_500);
    expect(await whyNot(forum)).toBe('database');
    letGo();
    await until('it answers', async () => (await forum.visit(READY)).status === 200);
  });
});

onlyOn('sqlite')('the health of a forum whose database is locked', () => {
  it('is degraded from the first write that is refused until one is taken again', async () => {
    const forum = await startForum({ database: 'sqlite', env: { WRITE_PATIENCE: '50' } });
    const locker = await Locker.lock(forum.config.DATABASE_URL.replace('sqlite:', ''));
    await expect(forum.as(forum.ana).post(forum.thread, 'Is anyone there?')).rejects.toMatchObject({ status: 503 });
    expect(await forum.visit('/health/ready')).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await forum.anyone.page(forum.thread);
    await locker.unlock();
    await forum.as(forum.ana).post(forum.thread, 'Is anyone there?');
    expect(await forum.visit('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});
