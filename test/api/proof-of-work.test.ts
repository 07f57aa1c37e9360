import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { challengeAnswer, type ChallengeAnswer } from '../../src/admission/proof-of-work/challenge.schema.js';
import { Transactions } from '../../src/database/transactions.js';
import { SpentProofsRepository } from '../../src/admission/proof-of-work/spent-proofs.repository.js';
import { SitesService } from '../../src/sites/sites.service.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { minutes, seconds } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { solved } from '../support/work.js';

eachDatabase('work that guests do for a message', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let guest: Person;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  beforeEach(async () => {
    await asks('always');
    // Nobody remembers what was written in the tests before.
    forum.clock.pass(minutes(3));
    thread = await forum.article();
    guest = await forum.guest('Gus');
  });

  const asks = (guestProof: 'off' | 'busy' | 'always') =>
    forum.service(SitesService).change('default', { settings: { guestProof } });
  const challenge = (to: ThreadView = thread, at: Forum = forum): Promise<ChallengeAnswer> =>
    at.as(guest).get(challengeAnswer, 'POST', '/challenges', { body: { site: 'default', thread: to.id } });
  type Posting = { readonly proof?: string; readonly key?: string; readonly who?: Person; readonly at?: Forum };
  let posts = 0;
  const post = async ({ proof, key = `post-${(posts += 1)}`, who = guest, at = forum }: Posting = {}) => {
    const body = { text: `I was there, for the ${key}.` };
    const headers: Record<string, string> = proof === undefined ? {} : { 'proof-of-work': proof };
    const answer = await at.as(who).ask('POST', `/threads/${thread.id}/messages`, { body, key, headers });
    return { status: answer.status, code: (answer.body as { error?: { code: string } }).error?.code };
  };
  const written = async () => (await forum.anyone.page(thread)).messages.length;

  it('is asked of guests where the site wants it, and of nobody else', async () => {
    expect(await post()).toEqual({ status: 428, code: 'proof_required' });
    expect(await post({ who: forum.mia })).toMatchObject({ status: 201 });
    expect(await written()).toBe(1);
    await asks('off');
    expect(await post()).toMatchObject({ status: 201 });
  });

  it('lets a message in that comes with all answers', async () => {
    expect(await post({ proof: solved(await challenge()) })).toMatchObject({ status: 201 });
    expect(await written()).toBe(1);
  });

  it('is good for one message, however often that is sent', async () => {
    const proof = solved(await challenge());
    expect(await post({ proof, key: 'first' })).toMatchObject({ status: 201 });
    expect(await post({ proof, key: 'first' })).toMatchObject({ status: 201 });
    expect(await post({ proof, key: 'second' })).toEqual({ status: 422, code: 'proof_not_valid' });
    expect(await written()).toBe(1);
  });

  it('is good for one of many that come at once, at two processes', async () => {
    const beside = await startBeside(forum);
    const proof = solved(await challenge());
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => post({ proof, key: `at-once-${n}`, at: n % 2 === 0 ? forum : beside })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, ...Array(7).fill(422)]);
    expect(await written()).toBe(1);
  });

  it('is the same post to its key, with whatever proof it comes', async () => {
    expect(await post({ key: 'again' })).toMatchObject({ status: 428 });
    expect(await post({ key: 'again', proof: solved(await challenge()) })).toMatchObject({ status: 201 });
    expect(await post({ key: 'again', proof: solved(await challenge()) })).toMatchObject({ status: 201 });
    expect(await written()).toBe(1);
  });

  it('refuses answers that are wrong, too few, or to another challenge', async () => {
    const [one, other] = [await challenge(), solved(await challenge())];
    const wrong = solved(one).replace(/; .*/, '; 1,1,1,1,1,1,1,1');
    const few = solved(one).replace(/,\d+$/, '');
    const swapped = `${one.challenge}; ${other.split('; ')[1]}`;
    for (const proof of [wrong, few, swapped])
      expect(await post({ proof })).toEqual({ status: 422, code: 'proof_not_valid' });
    expect(await written()).toBe(0);
  });

  it('asks for another challenge where one is too old, of another site, or was changed', async () => {
    const old = solved(await challenge());
    forum.clock.pass(minutes(6));
    expect(await post({ proof: old })).toEqual({ status: 428, code: 'proof_required' });
    await forum.addSite('other');
    const body = { site: 'other', thread: thread.id };
    const elsewhere = await forum.as(guest).get(challengeAnswer, 'POST', '/challenges', { body });
    expect(await post({ proof: solved(elsewhere) })).toEqual({ status: 428, code: 'proof_required' });
    const easier = (await challenge()).challenge.replace(/^(work\.[^.]+\.\d+)\.\d+/, '$1.0');
    expect(await post({ proof: `${easier}; 0,0,0,0,0,0,0,0` })).toEqual({ status: 428, code: 'proof_required' });
  });

  it('refuses a header that is none, with its name', async () => {
    for (const proof of ['', 'a b', 'x; one', `x; ${'1,'.repeat(40)}1`, `${'x'.repeat(400)}`])
      expect([proof, await post({ proof })]).toEqual([proof, { status: 400, code: 'invalid_request' }]);
  });

  it('is asked only where much is written, and is harder the more there is', async () => {
    await asks('busy');
    const before = await challenge();
    expect([await post(), await post(), await post()].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await post()).toEqual({ status: 428, code: 'proof_required' });
    for (let n = 0; n < 12; n += 1) await post();
    const [busy, calm] = [await challenge(), before];
    expect(busy.bits).toBeGreaterThan(calm.bits);
    // Two minutes later nobody remembers.
    forum.clock.pass(minutes(2));
    expect(await post()).toMatchObject({ status: 201 });
  });

  it('is a line for who has no JavaScript: too early is told when, and then the form is taken once', async () => {
    const form = { name: 'Anna', text: 'I have no scripts.' };
    const send = (cookie = '') =>
      forum.visit(`/threads/${thread.id}/messages`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { cookie: `rejoinder-form=one; ${cookie}` },
      });
    const first = await send();
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const wait = Number(first.headers.get('retry-after'));
    expect(first.status).toBe(428);
    expect(first.text).toContain('I have no scripts.');
    expect(first.text).toContain(`Yours comes in ${wait} seconds`);
    expect(wait).toBeGreaterThanOrEqual(15);
    const early = await send(cookie);
    expect([early.status, early.headers.get('set-cookie')]).toEqual([428, null]);
    forum.clock.pass(seconds(wait + 1));
    expect((await send(cookie)).status).toBe(303);
    expect(await written()).toBe(1);
    form.text = 'And once more.';
    expect((await send(cookie)).status).toBe(422);
    expect(await written()).toBe(1);
  });

  it('forgets what was used up when it is good no more', async () => {
    const forget = () =>
      forum.service(Transactions).run((tx) => forum.service(SpentProofsRepository).forgetExpired(tx, 1_000));
    forum.clock.pass(minutes(6));
    await forget();
    await post({ proof: solved(await challenge()) });
    expect(await forget()).toBe(0);
    forum.clock.pass(minutes(6));
    expect(await forget()).toBe(1);
  });
});
