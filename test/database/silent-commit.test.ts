import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { Transactions } from '../../src/database/transactions.js';
import type { EventBus } from '../../src/events/event-bus.js';
import type { ForumEvent } from '../../src/events/forum-event.js';
import { Proxy, type Passage } from '../faults/proxy.js';
import { freshDatabase, onlyOn } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { until } from '../support/until.js';

/** What the line does with the next COMMIT: nothing, lose the answer to it, or lose it and all that follows. */
let losing: 'nothing' | 'answer' | 'commit' = 'nothing';

/** Who was answered how, and when the silent connection was given up. */
const order: string[] = [];
/** As it goes over the line: the driver also says READ COMMITTED. */
const COMMIT = 'COMMIT\0';
const isLost = (): boolean => losing === 'nothing';

/** A line between the forum and PostgreSQL that goes silent, without an end and without a reset. */
const silent: Passage = (client, upstream) => {
  let dead: 'no' | 'answers' | 'all' = 'no';
  client.on('data', (chunk: Buffer) => {
    if (losing !== 'nothing' && chunk.includes(COMMIT)) {
      dead = losing === 'answer' ? 'answers' : 'all';
      losing = 'nothing';
      client.on('close', () => order.push('given up'));
    }
    if (dead !== 'all') upstream.write(chunk);
  });
  upstream.on('data', (chunk: Buffer) => {
    if (dead === 'no') client.write(chunk);
  });
};

onlyOn('postgres')('a COMMIT that is never answered', () => {
  let proxy: Proxy;
  let forum: Forum;
  beforeAll(async () => {
    const url = new URL((await freshDatabase('postgres')).url);
    proxy = await Proxy.before(Number(url.port), silent);
    url.port = String(proxy.port);
    forum = await startForum({
      database: 'postgres',
      env: {
        DATABASE_URL: url.href,
        DATABASE_STATEMENT_TIMEOUT: '4000',
        DATABASE_LOCK_TIMEOUT: '3500',
        DATABASE_IDLE_TIMEOUT: '1000',
        JOBS_POLL: '60000',
      },
    });
  });
  afterAll(() => proxy.close());
  afterEach(() => {
    losing = 'nothing';
  });

  /** Posts, and notes when it is answered and how. */
  const post = async (who: Person, thread: { id: string }, text: string) => {
    const asked = { body: { text }, key: `key-of-${text.replaceAll(/\W/g, '')}` };
    const answer = await forum.as(who).ask('POST', `/threads/${thread.id}/messages`, asked);
    order.push(`${who.name}: ${answer.status}`);
    return answer;
  };
  /** Ana posts, and her COMMIT is the one; resolves when it is on its way. */
  const silenced = async (text: string, thread: { id: string }, what: 'answer' | 'commit') => {
    order.length = 0;
    losing = what;
    const answered = post(forum.ana, thread, text);
    await until('the COMMIT is sent', () => isLost());
    return { answered };
  };
  const texts = async (thread: { id: string }) => (await forum.anyone.page(thread)).messages.map(({ html }) => html);

  it('keeps nobody else waiting; its own author is told to come back, and then finds what is there', async () => {
    const thread = await forum.article();
    const reader = await forum.follow(thread);
    const ana = await silenced('I was there.', thread, 'answer');
    const others = ['So was I.', 'It rained.', 'All day.'].map((text) => post(forum.ben, thread, text));
    for (const { status } of await Promise.all(others)) expect(status).toBe(201);
    expect(order).toEqual(['Ben: 201', 'Ben: 201', 'Ben: 201']);
    const lost = await ana.answered;
    expect(lost).toMatchObject({ status: 503, body: { error: { code: 'overloaded' } } });
    expect(lost.headers.get('retry-after')).toBe('1');
    const again = await post(forum.ana, thread, 'I was there.');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await texts(thread)).toSorted()).toEqual(
      ['I was there.', 'So was I.', 'It rained.', 'All day.'].map((text) => `<p>${text}</p>\n`).toSorted(),
    );
    await until('the reader has heard all', () => reader.events.length === 4);
    expect(reader.events.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('that never arrived holds others up only where they need what it holds, and only until the database gives it up', async () => {
    const thread = await forum.article();
    const ana = await silenced('Was it you?', thread, 'commit');
    const elsewhere = await forum.article();
    expect((await post(forum.ben, elsewhere, 'Elsewhere')).status).toBe(201);
    expect((await post(forum.mia, thread, 'It was me.')).status).toBe(201);
    expect(order[0]).toBe('Ben: 201');
    expect((await ana.answered).status).toBe(503);
    const again = await post(forum.ana, thread, 'Was it you?');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await texts(thread)).toEqual(['<p>It was me.</p>\n', '<p>Was it you?</p>\n']);
  });

  it('would keep everybody waiting where each waits for all before it (positive control)', async () => {
    const { commits } = forum.service(Transactions) as unknown as {
      commits: { order: { commit: unknown; told: Promise<unknown>; bus: EventBus } };
    };
    const inOrder = commits.order;
    const own = inOrder.commit;
    inOrder.commit = async (runner: QueryRunner, events: readonly ForumEvent[]) => {
      const committed = runner.commitTransaction();
      committed.catch(() => order.push('given up'));
      const told = Promise.allSettled([committed, inOrder.told]).then(() => inOrder.bus.publish(events));
      inOrder.told = told;
      await committed;
      await told;
    };
    const thread = await forum.article();
    const ana = await silenced('Hello?', thread, 'answer');
    await Promise.all([ana.answered, post(forum.ben, thread, 'Is anybody there?')]);
    inOrder.commit = own;
    expect(order[0]).toBe('given up');
  });
});
