import { expect, it } from '@jest/globals';
import { refusalOf } from '../support/answer.js';
import { hours, minutes, seconds } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum } from '../support/forum.js';

eachDatabase('when the clock was an hour ahead and is put right', (database) => {
  it('nobody waits longer for the next post than the rules of speed say', async () => {
    const forum = await startForum({ database, env: { RATE_LIMITS: 'on', POSTS_PER_MINUTE: '2' } });
    const post = (text: string) => forum.as(forum.ana).post(forum.thread, text);
    forum.clock.pass(hours(1));
    await post('The ferry is here.');
    await post('It leaves at noon.');
    expect(await refusalOf(post('No, at one.'))).toMatchObject({ code: 'too_fast' });
    forum.clock.pass(-hours(1));
    forum.clock.pass(minutes(1));
    expect((await post('No, at one.')).state).toBe('published');
  });

  it('what was changed about a site elsewhere is known within seconds', async () => {
    const forum = await startForum({ database });
    forum.clock.pass(hours(1));
    await forum.article();
    forum.clock.pass(-hours(1));
    await forum.connections.write.query(`UPDATE sites SET settings = '{"premoderation": "all"}' WHERE id = 'default'`);
    forum.clock.pass(seconds(10));
    expect((await forum.as(forum.ana).post(forum.thread, 'Is anyone there?')).state).toBe('held');
  });
});
