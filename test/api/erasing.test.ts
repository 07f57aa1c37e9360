import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { ErasuresService } from '../../src/messages/erasures/erasures.service.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { expectRefusal } from '../support/refusal.js';

eachDatabase('somebody who is erased', (database) => {
  let forum: Forum;
  /** Hears of nothing that the other does: as the command line is another process than the one that serves. */
  let beside: Forum;
  let wanda: Person;
  beforeAll(async () => {
    forum = await startForum({ database, env: { JOBS_POLL: '60000' } });
    beside = await startBeside(forum, { JOBS_POLL: '60000' });
  });
  beforeEach(async () => {
    forum.clock.pass(minutes(5));
    wanda = await forum.guest('Wanda');
    await forum.as(wanda).post(forum.thread, `Wanda was here at ${forum.clock.now()}.`);
  });

  const erase = () => beside.service(ErasuresService).erase(wanda.id);
  const left = async () => {
    const [member] = await forum.connections.write.query<{ name: string }[]>(
      `SELECT name FROM members WHERE id = '${wanda.id}'`,
    );
    const messages = await forum.connections.write.query<{ text: string; state: string }[]>(
      `SELECT text, state FROM messages WHERE author_id = '${wanda.id}'`,
    );
    return { name: member?.name, words: messages.filter(({ text, state }) => text !== '' || state !== 'deleted') };
  };

  it('posts nothing more and takes no name again, though a process has not heard of it yet', async () => {
    await erase();
    const post = { body: { text: 'I am still here.' }, key: 'still-here' };
    expectRefusal(await forum.as(wanda).ask('POST', `/threads/${forum.thread.id}/messages`, post), 'sign_in_required');
    expectRefusal(await forum.as(wanda).ask('PATCH', '/me', { body: { name: 'Wanda again' } }), 'sign_in_required');
    expect(await left()).toEqual({ name: 'Erased', words: [] });
  });

  it('loses what came in at that moment as well: name, words and notes', async () => {
    const other = await forum.as(forum.ana).post(forum.thread, `Report this of ${forum.clock.now()}.`);
    await erase();
    await forum.as(wanda).report(other, 'abuse', 'As Wanda Miller I object');
    await forum.connections.write.query(`UPDATE members SET name = 'Wanda' WHERE id = '${wanda.id}'`);
    await forum.connections.write.query(`UPDATE messages SET text = 'Late words' WHERE author_id = '${wanda.id}'`);
    await forum.service(Jobs).runDue();
    forum.clock.pass(minutes(2));
    await forum.service(Jobs).runDue();
    expect(await left()).toEqual({ name: 'Erased', words: [] });
    const { reports } = (await forum.as(forum.mia).queue({ kind: 'reported' })).items.find(
      ({ message }) => message.id === other.id,
    )!;
    expect(reports).toMatchObject([{ by: { name: 'Erased' }, note: null }]);
  });

  it('is told to consoles that are open: what was held leaves them', async () => {
    await forum.changeSite('default', { settings: { premoderation: 'all' } });
    const held = await forum.as(wanda).post(forum.thread, `Wanda waits since ${forum.clock.now()}.`);
    await forum.changeSite('default', { settings: { premoderation: 'none' } });
    const console = await forum.watchQueue('default', forum.mia);
    await erase();
    expect(await console.frame('queue', ({ messageId }) => messageId === held.id)).toMatchObject({
      change: 'left',
      counts: { held: 0 },
    });
  });

  it('is named by no discussion that she closed, on open pages either', async () => {
    const max = await forum.staff(`Moritz ${database}`, 'moderator', 'default');
    const [closed, reopened] = [await forum.article(), await forum.article()];
    for (const thread of [closed, reopened]) await forum.as(max).setState(thread, 'closed', 'Enough.');
    await forum.as(forum.mia).setState(reopened, 'open');
    await forum.as(forum.mia).setState(reopened, 'archived', 'For good.');
    const page = await forum.follow(closed);
    await forum.service(ErasuresService).erase(max.id);
    expect(await page.next('thread.changed')).toMatchObject({ closed: { by: 'Erased', reason: 'Enough.' } });
    expect((await forum.anyone.thread(closed)).closed?.by).toBe('Erased');
    expect((await forum.anyone.thread(reopened)).closed?.by).toBe('Mia');
  });

  it('is named nowhere in the queue that she worked off', async () => {
    const max = await forum.staff(`Max ${database}`, 'moderator', 'default');
    await forum.changeSite('default', { settings: { premoderation: 'all' } });
    const held = await forum.as(wanda).post(forum.thread, `Wanda waits since ${forum.clock.now()}.`);
    await forum.changeSite('default', { settings: { premoderation: 'none' } });
    const { places } = await forum.as(forum.mia).queue();
    await forum.as(max).decide(held, 'reject');
    await forum.service(ErasuresService).erase(max.id);
    const console = await forum.connect(forum.mia);
    const { epoch, position } = places['default']!;
    console.send({ event: 'follow', data: { queue: 'default', after: position, epoch } });
    expect(await console.frame('queue', ({ change }) => change === 'left')).toMatchObject({
      messageId: held.id,
      by: { id: max.id, name: 'Erased' },
    });
  });
});
