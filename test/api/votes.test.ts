import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a vote', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let message: MessageView;
  let ana: Acting;
  let ben: Acting;
  let mia: Acting;
  beforeAll(async () => {
    forum = await startForum({ database });
    [ana, ben, mia] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia)];
  });
  beforeEach(async () => {
    forum.clock.pass(minutes(11));
    thread = await forum.article();
    message = await ana.post(thread, 'The ferry should run at night.');
  });

  const votes = async () => (await forum.anyone.read(message)).votes;

  it('counts, changes and is taken back', async () => {
    expect(await ben.vote(message, 'up')).toEqual({ up: 1, down: 0 });
    expect(await ben.vote(message, 'up')).toEqual({ up: 1, down: 0 });
    expect(await ben.vote(message, 'down')).toEqual({ up: 0, down: 1 });
    expect(await mia.vote(message, 'down')).toEqual({ up: 0, down: 2 });
    expect(await ben.vote(message, 'none')).toEqual({ up: 0, down: 1 });
    expect(await ben.vote(message, 'none')).toEqual({ up: 0, down: 1 });
    expect(await votes()).toEqual({ up: 0, down: 1 });
    expect((await forum.anyone.page(thread)).messages[0]?.votes).toEqual({ up: 0, down: 1 });
  });

  it('is not cast on one’s own message, nor by nobody', async () => {
    expect(await refusalOf(ana.vote(message, 'up'))).toMatchObject({ status: 403, code: 'not_allowed' });
    expect(await refusalOf(forum.anyone.vote(message, 'up'))).toMatchObject({ status: 401 });
    expect(await votes()).toEqual({ up: 0, down: 0 });
  });

  it('is not cast on what is not on the page (row 28)', async () => {
    await ben.reply(message, 'I would take it.');
    await ana.delete(message);
    expect(await refusalOf(ben.vote(message, 'up'))).toMatchObject({ status: 404, code: 'message_not_found' });
    expect(await refusalOf(ben.vote({ id: 'nothing' }, 'up'))).toMatchObject({ code: 'message_not_found' });
  });

  it('is not cast in a closed thread', async () => {
    await mia.setState(thread, 'closed');
    expect(await refusalOf(ben.vote(message, 'up'))).toMatchObject({ status: 409, code: 'thread_closed' });
  });

  it('is not cast by the banned, who are told why and until when', async () => {
    const paul = await forum.guest('Paul');
    await forum.as(paul).post(thread, 'Vote for me!');
    await mia.ban(paul, 'Stuffing ballots');
    expect(await refusalOf(forum.as(paul).vote(message, 'up'))).toMatchObject({
      status: 403,
      code: 'banned',
      details: { reason: 'Stuffing ballots', until: null },
    });
  });

  it('survives an edit, is hidden with its message, and is back with it', async () => {
    await ben.vote(message, 'up');
    message = await ana.edit(message, 'The ferry should run all night.');
    expect(message.votes).toEqual({ up: 1, down: 0 });
    await ben.reply(message, 'Indeed.');
    const { message: rejected } = await mia.decide(message, 'reject');
    expect(await votes()).toEqual({ up: 0, down: 0 });
    await mia.decide(rejected, 'restore');
    expect(await votes()).toEqual({ up: 1, down: 0 });
  });
});
