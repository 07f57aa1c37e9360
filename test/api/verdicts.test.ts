import { beforeAll, expect, it } from '@jest/globals';
import { factsOf, RULES } from '../../src/admission/rules.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { ErasuresService } from '../../src/messages/erasures/erasures.service.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { verdictsAnswer } from '../../src/moderation/verdicts/verdicts.schema.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { expectRefusal } from '../support/refusal.js';

eachDatabase('why a message was published or held', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database, env: { JOBS_POLL: '60000', VERDICTS_KEPT: '2', RATE_LIMITS: 'on' } });
  });

  const verdictsOf = async ({ id }: { readonly id: string }, who: Person = forum.mia) =>
    (await forum.as(who).get(verdictsAnswer, 'GET', `/moderation/messages/${id}/verdicts`)).verdicts;
  const post = async (text: string): Promise<{ readonly author: Person; readonly message: MessageView }> => {
    const author = await forum.guest('Paul');
    return { author, message: await forum.as(author).post(forum.thread, text) };
  };

  it('is known with all that the rules knew', async () => {
    const { message } = await post('The ferry was late.');
    const verdicts = await verdictsOf(message);
    const asked = factsOf(RULES).map((fact) => forum.service(fact).name);
    expect(Object.keys(verdicts[0]?.facts ?? {}).toSorted()).toEqual(asked.toSorted());
    expect(verdicts).toEqual([
      {
        revision: 1,
        verdict: 'publish',
        rules: [],
        facts: expect.objectContaining({
          proven_name: false,
          sanction: null,
          bounds: { codePoints: 40_000, bytes: 65_536, depth: 10_000 },
          author_pace: null,
          thread_pace: null,
          repeat: false,
          published_before: 0,
          author_settings: { premoderation: 'none', newcomerMessages: 2 },
        }),
        evidence: {},
        at: message.createdAt,
      },
    ]);
  });

  it('names the rules that held it, of each revision', async () => {
    const { author, message } = await post('The ferry was late.');
    await forum.as(author).edit(message, 'The ferry was late: https://shop.example/');
    const [edited, first] = await verdictsOf(message);
    expect(first).toMatchObject({ revision: 1, verdict: 'publish', rules: [] });
    expect(edited).toMatchObject({
      revision: 2,
      verdict: 'hold',
      rules: ['newcomer_links'],
      facts: { published_before: 1 },
    });
  });

  it('is for the moderators of its site', async () => {
    const { author, message } = await post('The ferry was late.');
    await forum.addSite('elsewhere').catch(() => undefined);
    const stranger = await forum.staff(`Max ${database}`, 'moderator', 'elsewhere');
    const path = `/moderation/messages/${message.id}/verdicts`;
    expectRefusal(await forum.as(stranger).ask('GET', path), 'message_not_found');
    expectRefusal(await forum.as(author).ask('GET', path), 'not_allowed');
    expectRefusal(await forum.as(forum.mia).ask('GET', '/moderation/messages/none/verdicts'), 'message_not_found');
  });

  it('goes with the words of a member who is erased', async () => {
    const { author, message } = await post('The ferry was late.');
    await forum.service(ErasuresService).erase(author.id);
    expect(await verdictsOf(message)).toEqual([]);
  });

  it('is kept for VERDICTS_KEPT days, of what waits as long as it waits', async () => {
    const { message: published } = await post('The ferry was late.');
    const { message: held } = await post('See https://shop.example/');
    const jobs = forum.service(Jobs);
    await jobs.runDue();
    forum.clock.pass(hours(47));
    await jobs.runDue();
    expect(await verdictsOf(published)).toHaveLength(1);
    forum.clock.pass(hours(2));
    do forum.clock.pass(1_100);
    while ((await jobs.runDue()) > 0);
    expect([await verdictsOf(published), await verdictsOf(held)]).toEqual([
      [],
      [expect.objectContaining({ verdict: 'hold' })],
    ]);
  });
});
