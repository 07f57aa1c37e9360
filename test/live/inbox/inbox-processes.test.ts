import { afterAll, expect, it, jest } from '@jest/globals';
import { EventBus } from '../../../src/events/event-bus.js';
import type { ForumEvent } from '../../../src/events/forum-event.js';
import { InboxTopicService } from '../../../src/messages/inbox/inbox-topic.service.js';
import { eachDatabase } from '../../support/databases.js';
import { startBeside, startForum, type Forum } from '../../support/forum.js';
import { followInbox, heard, inboxOf, positionsIn } from '../../support/inbox.js';
import { freshRedis, withRedis } from '../../support/redis.js';
import { until } from '../../support/until.js';

/** What the bus of a process is told by others is carried as a test likes. */
function carry(forum: Forum, by: (event: ForumEvent, tell: () => void) => void): void {
  const bus = forum.service(EventBus);
  const told = bus.publishRelayed.bind(bus);
  jest
    .spyOn(bus, 'publishRelayed')
    .mockImplementation((event) => (event.name === 'inbox.advanced' ? by(event, () => told(event)) : told(event)));
}

let said = 0;
/** Rejected and put back in turn. */
async function decide(forum: Forum, times: number, beside = forum): Promise<void> {
  let message = await forum
    .as(forum.ana)
    .post(await forum.article(), `What becomes of this, said at ${forum.url} as number ${(said += 1)}?`);
  for (let n = 0; n < times; n += 1) {
    const by = n % 3 ? forum : beside;
    message = (await by.as(forum.mia).decide(message, n % 2 ? 'restore' : 'reject')).message;
  }
}

const rising = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + 1 + n);

withRedis('an inbox that is followed on three processes with Redis', () => {
  const timers: NodeJS.Timeout[] = [];
  afterAll(() => timers.forEach(clearTimeout));

  it('tells each page every event once, in order, whether bells are lost, doubled or late', async () => {
    const env = { REDIS_URL: (await freshRedis()).url };
    const here = await startForum({ database: 'postgres', env });
    const others = [await startBeside(here, env), await startBeside(here, env), await startBeside(here, env)];
    const [lossy, doubling, slow] = others as [Forum, Forum, Forum];
    carry(lossy, () => undefined);
    carry(doubling, (_, tell) => [tell, tell].forEach((again) => again()));
    carry(slow, (_, tell) => void timers.push(setTimeout(tell, 30 * Math.random())));
    const pages = await Promise.all([here, ...others].map((forum) => forum.connect(here.ana)));
    const places = await Promise.all(pages.map((page) => followInbox(page)));
    await Promise.all([decide(here, 9, slow), decide(doubling, 9, here), decide(slow, 9, lossy)]);
    for (const [n, page] of pages.entries()) {
      await heard(page, 27);
      expect(positionsIn(page)).toEqual(rising(places[n]?.position ?? 0, 27));
    }
    expect(pages.flatMap(({ frames }) => frames.filter(({ event }) => event === 'reset'))).toEqual([]);
  });

  it('tells on the others what a process decided that died before it could say so', async () => {
    const env = { REDIS_URL: (await freshRedis()).url };
    const here = await startForum({ database: 'postgres', env });
    const dying = await startBeside(here, env);
    const [page, thread] = [await here.connect(here.ana), await here.follow(here.thread, here.ana)];
    await followInbox(page);
    const message = await here.as(here.ana).post(here.thread, 'The last word of a process.');
    jest.spyOn(dying.service(EventBus), 'publish').mockImplementation(() => undefined);
    await dying.as(here.mia).decide(message, 'reject');
    await dying.app.close();
    await heard(page, 1);
    expect(await thread.frame('own', (own) => own.message.id === message.id)).toMatchObject({
      decision: { decision: 'reject' },
    });
  });
});

eachDatabase('an inbox that is followed while nothing tells of it', (database) => {
  it('is heard within two seconds all the same, by the page and by who follows a thread', async () => {
    const forum = await startForum({ database });
    const bus = forum.service(EventBus);
    const publish = bus.publish.bind(bus);
    jest
      .spyOn(bus, 'publish')
      .mockImplementation((events) => publish(events.filter(({ name }) => name !== 'inbox.advanced')));
    const [page, thread] = [await forum.connect(forum.ana), await forum.follow(forum.thread, forum.ana)];
    await followInbox(page);
    const message = await forum.as(forum.ana).post(forum.thread, 'Nobody rings.');
    await forum.as(forum.mia).decide(message, 'reject');
    const begun = performance.now();
    await heard(page, 1);
    await thread.frame('own', (own) => own.message.id === message.id);
    // The look is taken every second; the rest is what a busy machine may take.
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(inboxOf(page)).toMatchObject([{ position: 1, type: 'message.decided' }]);
  });

  it('costs nothing where nobody does', async () => {
    const forum = await startForum({ database });
    const page = await forum.connect(forum.ana);
    await followInbox(page);
    const topics = forum.service(InboxTopicService);
    const asked = (['heads', 'since'] as const).map((name) => jest.spyOn(topics, name));
    await decide(forum, 1);
    await heard(page, 1);
    expect(asked.map(({ mock }) => mock.calls.length)).not.toContain(0);
    await page.close();
    await until('an end of all following', async () => {
      asked.forEach((spy) => spy.mockClear());
      await decide(forum, 1);
      return asked.every(({ mock }) => mock.calls.length === 0);
    });
  });
});
