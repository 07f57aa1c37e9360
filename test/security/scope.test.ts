import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { SanctionView } from '../../src/moderation/sanctions/sanctions.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { routesOf } from '../support/routes.js';

/** Rows 26, 27, 28 and 32: rights are asked for on the thing itself, on every way to it. */
eachDatabase('a moderator of one site', (database) => {
  let forum: Forum;
  let mia: Acting;
  let paul: Person;
  let theirs: {
    thread: ThreadView;
    published: MessageView;
    held: MessageView;
    rejected: MessageView;
    reported: MessageView;
    sanction: SanctionView;
    /** The log's entry of a title that their moderator gave. */
    renamed: string;
  };

  beforeAll(async () => {
    forum = await startForum({ database });
    mia = forum.as(forum.mia);
    await forum.addSite('gazette');
    const gus = forum.as(await forum.staff('Gus', 'moderator', 'gazette'));
    paul = await forum.guest('Paul');
    const [ana, paulHere] = [forum.as(forum.ana), forum.as(paul)];
    const thread = await forum.article({ site: 'gazette' });
    const published = await paulHere.post(thread, 'In the Gazette.');
    const held = await paulHere.post(thread, 'See www.example.com');
    const { message: rejected } = await gus.decide(await paulHere.post(thread, 'You fools.'), 'reject');
    const reported = await ana.post(thread, 'Paul is a fool.');
    await paulHere.report(reported);
    await ana.post(forum.thread, 'At home.');
    const sanction = await gus.ban(paul, 'Insults');
    await gus.ask('PATCH', `/moderation/threads/${thread.id}`, { body: { title: 'The Gazette’s ferry' } });
    const renamed = (await gus.log({ site: 'gazette' })).entries[0]?.id ?? '';
    theirs = { thread, published, held, rejected, reported, sanction, renamed };
  });

  type Try = readonly [method: string, path: string, body: unknown, code: string];
  const messages = () => [theirs.published, theirs.held, theirs.rejected, theirs.reported];
  /** For each route of moderation everything that can be tried on another site's things. */
  const matrix: Readonly<Record<string, () => readonly Try[]>> = {
    'GET /api/v1/moderation/queue': () => [['GET', '/moderation/queue?site=gazette', undefined, 'site_not_found']],
    'GET /api/v1/moderation/log': () => [['GET', '/moderation/log?site=gazette', undefined, 'site_not_found']],
    'POST /api/v1/moderation/messages/{id}/decisions': () =>
      messages().flatMap(({ id, revision }) =>
        ['approve', 'reject', 'spam', 'restore', 'hold'].map(
          (decision) =>
            ['POST', `/moderation/messages/${id}/decisions`, { decision, revision }, 'message_not_found'] as const,
        ),
      ),
    ...Object.fromEntries(
      ['', '/reports', '/revisions', '/verdicts'].map((what) => [
        `GET /api/v1/moderation/messages/{id}${what}`,
        () =>
          messages().map(
            ({ id }) => ['GET', `/moderation/messages/${id}${what}`, undefined, 'message_not_found'] as const,
          ),
      ]),
    ),
    ...Object.fromEntries(
      ['search', 'threads', 'members'].map((what) => [
        `GET /api/v1/moderation/${what}`,
        () => [['GET', `/moderation/${what}?site=gazette`, undefined, 'site_not_found'] as const],
      ]),
    ),
    'PATCH /api/v1/moderation/threads/{id}': () =>
      ['open', 'closed', 'archived'].map(
        (state) => ['PATCH', `/moderation/threads/${theirs.thread.id}`, { state }, 'thread_not_found'] as const,
      ),
    // It names no site: what it lists, address-rules.test.ts looks at.
    'GET /api/v1/moderation/sites': () => [],
    'POST /api/v1/moderation/sites/{id}/addresses/preview': () => [
      ['POST', '/moderation/sites/gazette/addresses/preview', { addresses: {} }, 'site_not_found'],
    ],
    'PUT /api/v1/moderation/sites/{id}/addresses': () => [
      ['PUT', '/moderation/sites/gazette/addresses', { addresses: {} }, 'site_not_found'],
    ],
    ...Object.fromEntries(
      (['GET', 'PATCH', 'PUT'] as const).map((method) => [
        `${method} /api/v1/moderation/sites/{id}/settings`,
        () =>
          ['', `?thread=${theirs.thread.id}`, `?member=${paul.id}`, '?section=/sport'].map((of) => {
            const body = method === 'GET' ? undefined : { settings: {}, revision: 1 };
            return [method, `/moderation/sites/gazette/settings${of}`, body, 'site_not_found'] as const;
          }),
      ]),
    ),
    'GET /api/v1/moderation/threads/{id}': () => [
      ['GET', `/moderation/threads/${theirs.thread.id}`, undefined, 'thread_not_found'],
    ],
    'POST /api/v1/moderation/threads/{id}/look': () => [
      ['POST', `/moderation/threads/${theirs.thread.id}/look`, undefined, 'thread_not_found'],
    ],
    'DELETE /api/v1/moderation/threads/{id}': () => [
      ['DELETE', `/moderation/threads/${theirs.thread.id}`, undefined, 'thread_not_found'],
    ],
    'POST /api/v1/moderation/threads/{id}/merge': () => [
      ['POST', `/moderation/threads/${theirs.thread.id}/merge`, { into: forum.thread.id }, 'thread_not_found'],
      ['POST', `/moderation/threads/${forum.thread.id}/merge`, { into: theirs.thread.id }, 'thread_not_found'],
    ],
    'POST /api/v1/moderation/log/{id}/undo': () => [
      ['POST', `/moderation/log/${theirs.renamed}/undo`, undefined, 'thread_not_found'],
    ],
    'GET /api/v1/moderation/members/{id}': () => [
      ['GET', `/moderation/members/${paul.id}`, undefined, 'member_not_found'],
    ],
    'POST /api/v1/moderation/members/{id}/sanctions': () => [
      ['POST', `/moderation/members/${paul.id}/sanctions`, { kind: 'ban', reason: 'x' }, 'member_not_found'],
      ...['gazette', '*', 'nowhere'].map(
        (site) =>
          [
            'POST',
            `/moderation/members/${forum.ana.id}/sanctions`,
            { kind: 'ban', reason: 'x', site },
            'site_not_found',
          ] as const,
      ),
    ],
    'DELETE /api/v1/moderation/sanctions/{id}': () => [
      ['DELETE', `/moderation/sanctions/${theirs.sanction.id}`, undefined, 'sanction_not_found'],
    ],
  };

  it('is refused on every way of moderation to another site’s things, and there is no way that is not tried (rows 26 and 32)', async () => {
    const ways = (await routesOf(forum)).filter(({ path }) => path.startsWith('/api/v1/moderation'));
    expect(ways.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(matrix).toSorted());
    const before = await forum.as(forum.olga).log();
    for (const [method, path, body, code] of Object.values(matrix).flatMap((tries) => tries())) {
      const answer = await mia.ask(method, path, body === undefined ? {} : { body });
      expect([method, path, answer.status, answer.body]).toMatchObject([method, path, 404, { error: { code } }]);
    }
    expect(await forum.as(forum.olga).log()).toEqual(before);
  });

  it('is told the same of what is not hers as of what is not there (row 41)', async () => {
    for (const [method, path, body] of Object.values(matrix).flatMap((tries) => tries())) {
      const missing = path
        .replace(/[0-9a-f-]{36}/, '00000000-0000-7000-8000-000000000000')
        .replace('gazette', 'nowhere');
      const [there, nowhere] = await Promise.all(
        [path, missing].map((each) => mia.ask(method, each, body === undefined ? {} : { body })),
      );
      const told = (answer = there) => [answer?.status, answer?.text.replace(/"requestId":"[^"]*"/, '')];
      expect(told(there)).toEqual(told(nowhere));
    }
  });

  it('reads of another site what everyone reads', async () => {
    for (const { id } of [theirs.held, theirs.rejected]) {
      for (const path of [`/messages/${id}`, `/messages/${id}/context`]) {
        expect(await mia.ask('GET', path)).toMatchObject({ status: 404 });
      }
      const votes = await mia.ask('PUT', `/messages/${id}/vote`, { body: { value: 'up' } });
      const reports = await mia.ask('POST', `/messages/${id}/reports`, { body: { reason: 'spam' } });
      expect([votes.status, reports.status]).toEqual([404, 404]);
    }
    expect(await mia.read(theirs.published)).toEqual(await forum.anyone.read(theirs.published));
    expect('text' in (await mia.read(theirs.published))).toBe(false);
  });

  it('finds nothing of it among her own', async () => {
    const mine = [
      await mia.queue(),
      await mia.queue({ kind: 'reported' }),
      await mia.log(),
      await mia.record(forum.ana),
    ];
    const ids = [theirs.thread, ...messages(), theirs.sanction, paul].map(({ id }) => id);
    for (const id of ids) expect(JSON.stringify(mine)).not.toContain(id);
    expect((await mia.record(forum.ana)).counts.published).toBe(1);
    expect((await forum.as(forum.olga).record(forum.ana)).counts.published).toBe(2);
  });

  it('can read whatever she can decide on (row 27)', async () => {
    const here = [
      await forum.as(forum.ben).post(forum.thread, 'Here.'),
      await forum.as(await forum.guest('Nora')).post(forum.thread, 'Here: www.example.com'),
    ];
    for (const { id, revision } of here) {
      expect((await mia.read({ id })).text).toBeDefined();
      expect((await mia.context({ id })).message.text).toBeDefined();
      const { message } = await mia.decide({ id, revision }, 'reject');
      expect((await mia.read(message)).text).toBeDefined();
      expect((await mia.context(message)).message.text).toBeDefined();
    }
  });

  describe('whoever moderates nothing', () => {
    it('is refused on every way of moderation; who has not said who they are is asked to', async () => {
      for (const [method, path, body] of Object.values(matrix).flatMap((tries) => tries())) {
        const asked = body === undefined ? {} : { body };
        const [reader, nobody] = [
          await forum.as(forum.ana).ask(method, path, asked),
          await forum.anyone.ask(method, path, asked),
        ];
        expect([reader.status, reader.body]).toMatchObject([403, { error: { code: 'not_allowed' } }]);
        expect([nobody.status, nobody.body]).toMatchObject([401, { error: { code: 'sign_in_required' } }]);
      }
    });
  });
});
