import { beforeAll, expect, it, jest } from '@jest/globals';
import type { QueueChange } from '../../src/moderation/queue/queue.schema.js';
import { QueueTopicService } from '../../src/moderation/queue/queue-topic.service.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import type { Reader } from '../support/reader.js';
import { until } from '../support/until.js';

const changesOf = ({ frames }: Reader): QueueChange[] =>
  frames.flatMap((frame) => (frame.event === 'queue' ? [frame.data] : []));
const positionsOf = (console: Reader) => changesOf(console).map(({ position }) => position);
/** What a console shows that takes over every change as it comes. */
const shown = (console: Reader): string[] => {
  const rows = new Set<string>();
  for (const { change, messageId, item } of changesOf(console)) {
    if (change === 'left' || !item) rows.delete(messageId);
    else rows.add(messageId);
  }
  return [...rows].toSorted();
};

eachDatabase('a queue that consoles follow', (database) => {
  let here: Forum;
  /** Another process, with nothing between the two but the database. */
  let elsewhere: Forum | undefined;
  beforeAll(async () => {
    const env = { QUEUE_EVENTS_KEPT: '100' };
    here = await startForum({ database, env });
    await here.addSite('strict', { settings: { premoderation: 'all' } });
    elsewhere = database === 'postgres' ? await startBeside(here, env) : undefined;
  });

  const forums = () => (elsewhere ? [here, elsewhere] : [here]);
  const watch = (site = 'strict') => Promise.all(forums().map((forum) => forum.watchQueue(site, here.olga)));
  const told = (console: Reader, count: number) => until(`${count} changes`, () => changesOf(console).length >= count);
  /** Held, and decided on so many times. */
  const busy = async (times: number) => {
    const thread = await here.article({ site: 'strict' });
    let message = await here.as(here.ana).post(thread, `Read this ${times} times, please: ${thread.id}`);
    for (let n = 1; n < times; n += 1)
      message = (await here.as(here.olga).decide(message, n % 2 ? 'reject' : 'hold')).message;
    return message;
  };
  const follow = async (after: number, epoch?: string) => {
    const console = await here.connect(here.olga);
    console.send({ event: 'follow', data: { queue: 'strict', after, ...(epoch ? { epoch } : {}) } });
    const { position } = (await console.frame('following')) as { position: number };
    return { console, position };
  };
  const stands = async () => {
    const console = await here.connect(here.olga);
    console.send({ event: 'follow', data: { queue: 'strict' } });
    return (await console.frame('following')) as { position: number; epoch: string };
  };

  it('never shows what was held and rejected in the same moment, on any process', async () => {
    const consoles = await watch();
    const gone = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const held = await here
          .as(await here.guest(`Writer ${n}`))
          .post(await here.article({ site: 'strict' }), 'Now!');
        return (await here.as(here.olga).decide(held, 'reject')).message.id;
      }),
    );
    for (const console of consoles) {
      await told(console, 40);
      const [first = 0] = positionsOf(console);
      expect(positionsOf(console)).toEqual(Array.from({ length: 40 }, (_, n) => first + n));
      expect(shown(console)).toEqual([]);
      const last = gone.map((id) => changesOf(console).findLast(({ messageId }) => messageId === id));
      for (const change of last)
        expect(change).toMatchObject({ change: 'left', decision: 'reject', by: { name: 'Olga' } });
      expect(changesOf(console).at(-1)?.counts).toEqual({ held: 0, reported: 0 });
    }
  });

  it('shows everyone the same in the end, whatever overtook whatever', async () => {
    const consoles = await watch();
    const { olga, ana, ben } = here;
    await Promise.all(
      Array.from({ length: 15 }, async (_, n) => {
        const forum = forums()[n % forums().length] as Forum;
        const writer = here.as(await here.guest(`Author ${n}`));
        const held = await writer.post(await here.article({ site: 'strict' }), `Number ${n}, please`);
        if (n % 3 === 0) return forum.as(olga).decide(held, 'spam');
        if (n % 3 === 1) return writer.edit(held, `Number ${n}, thank you`);
        const { message } = await forum.as(olga).decide(held, 'approve');
        await Promise.all([forum.as(ana).report(message), here.as(ben).report(message)]);
        return n % 2 ? writer.delete(message) : forum.as(olga).decide(message, 'approve');
      }),
    );
    const end = (await stands()).position;
    for (const console of consoles) await until('the last change', () => positionsOf(console).at(-1) === end);
    const { items } = await here.as(olga).queue({ kind: 'all', site: 'strict', limit: 100 });
    const waiting = items.filter(({ kind }) => kind === 'held' || kind === 'reported').map(({ message }) => message.id);
    expect(waiting.length).toBeGreaterThan(5);
    for (const console of consoles) {
      const [first = 0] = positionsOf(console);
      expect(positionsOf(console)).toEqual(positionsOf(console).map((_, n) => first + n));
      expect(shown(console)).toEqual(waiting.toSorted());
    }
  });

  it('is heard from where the console left it, each change once and in order', async () => {
    const { position, epoch } = await stands();
    await busy(70);
    const { console, position: now } = await follow(position, epoch);
    expect(now).toBe(position + 70);
    expect(positionsOf(console)).toEqual(Array.from({ length: 70 }, (_, n) => position + 1 + n));
    await busy(1);
    await told(console, 71);
    expect(positionsOf(console).at(-1)).toBe(now + 1);
    const missedNothing = (await follow(now + 1, epoch)).console;
    expect(missedNothing.frames.filter(({ event }) => event === 'reset' || event === 'queue')).toEqual([]);
  });

  it('is read again from another epoch, from ahead, and from further behind than its events are kept', async () => {
    await busy(110);
    const { position, epoch } = await stands();
    for (const [after, of] of [
      [position, 'another'],
      [position + 5, epoch],
      [position - 101, epoch],
    ] as const) {
      const { console } = await follow(after, of);
      expect(await console.frame('reset')).toEqual({ queue: 'strict', position, epoch });
      expect(changesOf(console)).toEqual([]);
    }
    const { console } = await follow(position - 100, epoch);
    expect(changesOf(console)).toHaveLength(100);
    expect(console.frames.filter(({ event }) => event === 'reset')).toEqual([]);
  });

  it('keeps so many events and no more', async () => {
    await busy(5);
    const [kept] = await here.connections.write.query<{ count: number | string }[]>(
      `SELECT COUNT(*) AS count FROM queue_events WHERE site_id = 'strict'`,
    );
    expect(Number(kept?.count)).toBe(100);
  });

  it('is read again by everyone when its log is another one (a restored backup), or lacks an event', async () => {
    const consoles = await watch();
    const { position } = await stands();
    await here.connections.write.query(`UPDATE queue_heads SET epoch = 'restored' WHERE site_id = 'strict'`);
    for (const console of consoles)
      expect(await console.frame('reset')).toEqual({ queue: 'strict', position, epoch: 'restored' });
    await here.connections.write.query(`UPDATE queue_heads SET position = position + 1 WHERE site_id = 'strict'`);
    for (const console of consoles)
      expect(await console.frame('reset')).toEqual({ queue: 'strict', position: position + 1, epoch: 'restored' });
    await busy(1);
    for (const console of consoles)
      expect(await console.frame('queue')).toMatchObject({ position: position + 2, change: 'entered' });
  });

  it('is followed on a site that is made later, by who follows every site', async () => {
    const console = await here.connect(here.olga);
    console.send({ event: 'follow', data: { queue: '*' } });
    await console.frame('following', (data) => 'queue' in data && data.queue === 'strict');
    await here.addSite('later', { settings: { premoderation: 'all' } });
    await console.frame('following', (data) => 'queue' in data && data.queue === 'later');
    const { id } = await here.as(here.ana).post(await here.article({ site: 'later' }), 'The first one here');
    expect(await console.frame('queue', ({ site }) => site === 'later')).toMatchObject({ position: 1, messageId: id });
  });

  it('costs nothing where nobody follows it', async () => {
    const forum = await startForum({ database });
    const topics = forum.service(QueueTopicService);
    const asked = (['heads', 'since', 'counts'] as const).map((name) => jest.spyOn(topics, name));
    await forum.as(forum.ben).report(await forum.as(forum.ana).post(forum.thread, 'Who hears of this?'));
    const console = await forum.watchQueue('default', forum.mia);
    expect(asked.map(({ mock }) => mock.calls.length)).not.toEqual([0, 0, 0]);
    await console.close();
    await until('an end of all following', async () => {
      asked.forEach((spy) => spy.mockClear());
      await forum
        .as(await forum.guest('Cleo'))
        .report(await forum.as(forum.ana).post(await forum.article(), 'And this?'));
      return asked.every(({ mock }) => mock.calls.length === 0);
    });
  });
});
