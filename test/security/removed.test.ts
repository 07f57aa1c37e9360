import { expect, it } from '@jest/globals';
import { ErasuresService } from '../../src/messages/erasures/erasures.service.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { eachDatabase } from '../support/databases.js';
import { EveryRoute } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { addressOf, isWrite, waysInto } from '../support/ways.js';

/** Words that stand nowhere else. */
const SAID = 'Kittiwakes over Pier Seven';
const NAME = 'Nora Nightjar';

type Place = { readonly forum: Forum; readonly thread: string; readonly message: string };

eachDatabase('what was taken away', (database) => {
  /** Where the words, or the name, still stand for somebody: every route that is read, page or API, of everything that it was in. */
  async function stillAt(every: EveryRoute, who: readonly (Person | null)[], words: readonly RegExp[], at: Place) {
    const { forum, thread, message } = at;
    const queries = [
      '',
      `?message=${message}`,
      '?site=default&q=Kittiwakes',
      '?site=default&kind=rejected',
      '?after=0',
    ];
    const addresses = waysInto(forum)
      .filter((way) => !isWrite(way) && !way.path.startsWith('/demo'))
      .map((way) => addressOf(way, { ...every.ids, threads: thread, messages: message }));
    expect(addresses.length).toBeGreaterThan(25);
    const asked = who.flatMap((person) =>
      addresses.flatMap((address) => queries.map((query) => ({ person, address: address + query }))),
    );
    const found: string[] = [];
    while (asked.length > 0) {
      const some = asked.splice(0, 20).map(async ({ person, address }) => {
        const headers = { accept: 'text/html', ...(person ? { authorization: `Bearer ${person.token}` } : {}) };
        const { text, status } = await forum.visit(address, { headers });
        for (const word of words)
          if (word.test(text)) found.push(`${status} ${address} for ${person?.name ?? 'anyone'}`);
      });
      await Promise.all(some);
    }
    return found;
  }

  /** Pages that stood in every cache before. */
  async function warm(forum: Forum): Promise<void> {
    for (const path of [`/threads/${forum.thread.id}`, `/api/v1/threads/${forum.thread.id}/messages`])
      for (const encoding of ['identity', 'gzip', 'br'])
        expect((await forum.visit(path, { headers: { 'accept-encoding': encoding } })).status).toBe(200);
  }

  it('by its author, a moderator or with its whole discussion is at no address any more, from the answer on (row 59)', async () => {
    const forum = await startForum({ database });
    const nora = await forum.guest(NAME);
    const every = await EveryRoute.of(forum);
    for (const takeAway of ['author', 'moderator', 'discussion'] as const) {
      const thread = takeAway === 'discussion' ? await forum.article() : forum.thread;
      forum.clock.pass(700_000);
      const message = await forum.as(nora).post(thread, `${SAID}, ${takeAway}.`);
      await warm(forum);
      if (takeAway === 'author') await forum.as(nora).delete(message);
      else if (takeAway === 'moderator') await forum.as(forum.mia).decide(message, 'reject');
      else await forum.as(forum.olga).get(threadAnswer, 'DELETE', `/moderation/threads/${thread.id}`);
      const words = [new RegExp(`${SAID}, ${takeAway}`)];
      const at = { forum, thread: thread.id, message: message.id };
      expect([takeAway, await stillAt(every, [null, forum.ana], words, at)]).toEqual([takeAway, []]);
    }
  });

  it('with somebody who was erased is at no address for anyone, moderators included: neither words nor name (row 59)', async () => {
    const forum = await startForum({ database });
    const every = await EveryRoute.of(forum);
    const nora = await forum.guest(NAME);
    const message = await forum.as(nora).post(forum.thread, `${SAID}.`);
    await forum.as(forum.ana).report(message, 'abuse');
    await warm(forum);
    const at = { forum, thread: forum.thread.id, message: message.id };
    const everyone = [null, forum.ana, forum.mia, forum.olga];
    const words = [new RegExp(SAID), new RegExp(NAME)];
    // They stood there: this would be found.
    expect((await stillAt(every, [forum.mia], words, at)).length).toBeGreaterThan(5);
    await forum.service(ErasuresService).erase(nora.id);
    expect(await stillAt(every, everyone, words, at)).toEqual([]);
  });
});
