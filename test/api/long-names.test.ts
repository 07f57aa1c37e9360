import { beforeAll, describe, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';

/** Forty characters as a person sees them: with a mark on each, and such as are written out when names are compared. */
const FORTY = { marked: 'q\u0323'.repeat(40), unfolding: '\ufdfa'.repeat(40), 'of two each': '\u{1d400}'.repeat(40) };

eachDatabase('a name of forty characters that are many more to a machine', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  describe.each(Object.entries(FORTY))('%s', (_, name) => {
    it('is a guest’s as any other', async () => {
      const guest = await forum.guest(name);
      const message = await forum.as(guest).post(forum.thread, `By ${name}.`);
      expect((await forum.anyone.read(message)).author?.name).toBe(guest.name);
      expect((await forum.as(forum.mia).record(guest)).member.name).toBe(guest.name);
    });
  });

  it('is a moderator’s, who decides and closes under it', async () => {
    const max = await forum.staff('Max', 'moderator', 'default');
    const renamed = await forum.as(max).ask('PATCH', '/me', { body: { name: FORTY.marked } });
    expect(renamed.status).toBe(200);
    const message = await forum.as(forum.ana).post(forum.thread, 'Decide on this.');
    await forum.as(max).decide(message, 'reject');
    const thread = await forum.article();
    const { closed } = await forum.as(max).setState(thread, 'closed', 'Enough.');
    // What there is room for.
    expect(closed?.by).toBe('q\u0323'.repeat(32));
    expect((await forum.as(forum.mia).log()).entries[0]?.actor.name).toBe(FORTY.marked);
    expectRefusal(await forum.as(max).ask('PATCH', '/me', { body: { name: `${FORTY.marked}q` } }), 'invalid_request');
  });
});
