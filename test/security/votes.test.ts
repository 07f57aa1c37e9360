import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { memberActor } from '../../src/auth/actor.js';
import { insertAll } from '../../src/database/rows.js';
import { Transactions } from '../../src/database/transactions.js';
import { Member } from '../../src/members/member.entity.js';
import type { CastVote, MessageView, VoteTotals } from '../../src/messages/messages.schema.js';
import { VotesService } from '../../src/message-parts/votes/votes.service.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
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

  /** PostgreSQL, which takes each by itself under a lock, shows with fewer what it does with them. */
  const many = database === 'sqlite' ? 1_000 : 200;

  /** Casts very many votes without HTTP; twenty-five at once, and then the next: many more a small PostgreSQL on a busy machine rightly refuses. */
  async function castMany(vote: (n: number) => { by: { id: string }; value: CastVote['value'] }) {
    const cast: VoteTotals[] = [];
    while (cast.length < many) {
      const wave = range(25).map(async (n) => {
        const { by, value } = vote(cast.length + n);
        const member = { id: by.id, name: 'Reader', kind: 'guest', createdAt: 0, roles: {}, sanctionedOn: [] } as const;
        const actor = memberActor(member, null, '127.0.0.1');
        const result = await forum.service(VotesService).cast(actor, null, message.id, { value });
        return result.value.votes;
      });
      cast.push(...(await Promise.all(wave)));
    }
    return cast;
  }
  const range = (length: number) => Array.from({ length }, (_, n) => n);

  const votes = async () => (await forum.anyone.read(message)).votes;

  it('of one member is one, however many are cast at once (row 71)', async () => {
    await Promise.all(range(25).map(() => ben.vote(message, 'up')));
    const cast = await castMany(() => ({ by: forum.ben, value: 'up' }));
    expect(new Set(cast.map((totals) => JSON.stringify(totals)))).toEqual(new Set(['{"up":1,"down":0}']));
    expect(await votes()).toEqual({ up: 1, down: 0 });
  });

  it('of one member who cannot decide is the last that was counted', async () => {
    const values = range(100).map((n) => (['up', 'down', 'none'] as const)[n % 3] ?? 'none');
    await Promise.all(values.map((value) => ben.vote(message, value)));
    const mine = (await ben.mine(thread)).votes[message.id];
    expect(await votes()).toEqual({ up: Number(mine === 'up'), down: Number(mine === 'down') });
  });

  it('of each of very many members counts (row 71)', async () => {
    const crowd = range(many).map(() => randomUUID() as string);
    const rows = crowd.map((id) => ({ id, name: 'Reader', nameSkeleton: id, kind: 'guest' as const, email: null }));
    const members = rows.map((row) => ({ ...row, publishedCount: 0, entitlements: null, createdAt: 0 }));
    await forum.service(Transactions).run((tx) => insertAll(tx, Member, members));
    await castMany((n) => ({ by: { id: crowd[n]! }, value: n % 4 === 0 ? 'down' : 'up' }));
    expect(await votes()).toEqual({ up: 0.75 * many, down: 0.25 * many });
  });

  it('is nobody’s business: only who cast it can ask for it (row 61)', async () => {
    const before = await ana.ask('GET', `/threads/${thread.id}/messages`);
    await ben.vote(message, 'up');
    const pages = await Promise.all(
      [ana, ben, mia, forum.anyone].map((who) => who.ask('GET', `/threads/${thread.id}/messages`)),
    );
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(pages[0]?.text).not.toContain(forum.ben.id);
    expect(pages[0]?.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect((await ben.mine(thread)).votes).toEqual({ [message.id]: 'up' });
    expect((await ana.mine(thread)).votes).toEqual({});
  });
});
