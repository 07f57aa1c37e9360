import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { Life, steps } from '../support/life.js';
import { until } from '../support/until.js';

eachDatabase('the events of a thread', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const since = async (thread: { id: string }, after: number): Promise<readonly ThreadEvent[]> => {
    const answer = await forum.anyone.events(thread, { after });
    if ('reset' in answer) throw new Error(`Reset at ${answer.position}`);
    return answer.events;
  };

  it('are the same over HTTP as they were over a socket, whatever happens', async () => {
    const told = fc.asyncProperty(steps(40), async (all) => {
      const life = new Life(forum, await forum.article(), [forum.ana, forum.ben]);
      const reader = await forum.follow(life.thread);
      for (const step of all) {
        const before = reader.events.length;
        await life.live([step]);
        const { position } = await forum.anyone.thread(life.thread);
        await until('every event', () => reader.events.length === position);
        // Later they would be told with the views of then.
        expect(await since(life.thread, before)).toEqual(reader.events.slice(before));
      }
      const again = await since(life.thread, 0);
      expect(again.map(({ position, type, at }) => [position, type, at])).toEqual(
        reader.events.map(({ position, type, at }) => [position, type, at]),
      );
      expect(again.map(({ position }) => position)).toEqual(again.map((_, n) => n + 1));
      await reader.close();
    });
    await fc.assert(told, { numRuns: 6, endOnFailure: true });
  }, 120_000);

  it('are those after a position, and none after the last', async () => {
    const thread = await forum.article();
    for (const text of ['One.', 'Two.', 'Three.']) await forum.as(forum.ben).post(thread, text);
    expect((await since(thread, 1)).map(({ position }) => position)).toEqual([2, 3]);
    const { epoch } = thread;
    expect(await forum.anyone.events(thread, { after: 3, epoch })).toEqual({ events: [], position: 3, epoch });
    expect((await since(thread, 0)).map(({ type }) => type)).toEqual([
      'message.posted',
      'message.posted',
      'message.posted',
    ]);
    expect(await refusalOf(forum.anyone.events({ id: 'nothing' }))).toMatchObject({
      status: 404,
      code: 'thread_not_found',
    });
  });

  it('begin anew for whoever is ahead, of another epoch, or too far behind', async () => {
    const thread = await forum.article();
    await forum.as(forum.ana).post(thread, 'The first.');
    const reset = { reset: true, position: 1, epoch: thread.epoch };
    expect(await forum.anyone.events(thread, { after: 2 })).toEqual(reset);
    expect(await forum.anyone.events(thread, { after: 0, epoch: 'another' })).toEqual(reset);
    const { write } = forum.connections;
    await write.query(`UPDATE threads SET position = 2002 WHERE id = '${thread.id}'`);
    await write.query(`UPDATE thread_events SET position = 2002 WHERE thread_id = '${thread.id}'`);
    expect(await forum.anyone.events(thread, { after: 1 })).toEqual({ ...reset, position: 2002 });
    expect(await since(thread, 2001)).toMatchObject([{ position: 2002 }]);
    // Behind by what would have been kept, but some of it is gone: never a gap.
    expect(await forum.anyone.events(thread, { after: 1990 })).toEqual({ ...reset, position: 2002 });
  });

  it('tell an author’s page which message is its own, by the hash of its key', async () => {
    const thread = await forum.article();
    await forum.as(forum.ana).post(thread, 'Mine.', { key: 'my-own-key' });
    // printf my-own-key | sha256sum | cut -c1-16
    expect((await since(thread, 0))[0]?.data).toMatchObject({ echo: '257028aae5746db5' });
  });

  it('tell of a removed message nothing but that it is gone', async () => {
    const thread = await forum.article();
    const message = await forum.as(forum.ana).post(thread, 'A secret of Ana’s.');
    const edited = await forum.as(forum.ana).edit(message, 'Another secret of Ana’s.');
    await forum.as(forum.mia).decide(edited, 'reject');
    const events = await since(thread, 0);
    expect(events.map(({ type }) => type)).toEqual(['message.posted', 'message.edited', 'message.removed']);
    expect(JSON.stringify(events)).not.toMatch(/secret|Ana/);
  });
});
