import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Answer } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';

eachDatabase('a form that is posted without JavaScript', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  beforeEach(async () => {
    thread = await forum.article();
  });

  const ANNA = { name: 'Anna', text: 'I agree' };
  type Sending = {
    readonly form?: Record<string, string>;
    readonly headers?: Record<string, string>;
    readonly to?: Forum;
  };
  const send = ({ form = ANNA, headers = {}, to = forum }: Sending = {}): Promise<Answer> =>
    to.visit(`/threads/${thread.id}/messages`, { method: 'POST', body: new URLSearchParams(form), headers });
  const said = async () => (await forum.anyone.page(thread)).messages.map(({ author }) => author?.name);

  /** What a browser sends along that has opened the page just now. */
  async function opened(path = `/threads/${thread.id}`): Promise<{ cookie: string }> {
    const page = await forum.visit(path);
    const [, sheet = ''] = /<noscript><link rel="stylesheet" href="([^"]+)"/.exec(page.text) ?? [];
    expect(page.headers.get('set-cookie')).toBeNull();
    const { status, headers } = await forum.visit(sheet);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '' };
  }

  it('is a message each where two people of one address say the same under the same name (row D12)', async () => {
    const [first, second] = [await opened(), await opened()];
    const answers = [await send({ headers: first }), await send({ headers: second })];
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    // What thanks for a form belongs to that form still: with a key of its own, who goes back would send another.
    const [thanks = '', plain = ''] = [answers[0]?.headers.get('location'), `/threads/${thread.id}`];
    expect(
      [(await forum.visit(thanks ?? '', { headers: first })).text, (await forum.visit(plain)).text].map((text) =>
        text.includes('form-key'),
      ),
    ).toEqual([false, true]);
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toHaveProperty('size', 2);
    expect(await said()).toEqual(['Anna', 'Anna']);
  });

  it('is one message however often the same form is sent, also to another process', async () => {
    const beside = await startBeside(forum);
    const headers = await opened();
    const answers = await Promise.all([send({ headers }), send({ headers }), send({ headers, to: beside })]);
    answers.push(await send({ headers }));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(await said()).toEqual(['Anna']);
  });

  it.each([
    ['published', ANNA, 'Your message is published. Thank you.'],
    ['held', { ...ANNA, text: 'See www.example.com/tide for it' }, 'A moderator reads your message before it appears.'],
  ])(
    'is thanked for to the browser that sent it, for a minute, and to nobody who is sent its address: %s',
    async (_, form, words) => {
      forum.clock.stopAt(Date.now());
      const own = await opened();
      const address = (await send({ headers: own, form })).headers.get('location') ?? '';
      const thanks = async (headers: Record<string, string>) => {
        const page = await forum.visit(address, { headers });
        expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
        return [page.text.includes(words), /<meta name="robots"/.test(page.text)];
      };
      // Whoever comes first: what one of them got is kept for no other.
      const isHidden = address.includes('message=');
      expect(await thanks(await opened())).toEqual([false, isHidden]);
      expect(await thanks({})).toEqual([false, isHidden]);
      expect(await thanks(own)).toEqual([true, true]);
      expect(await thanks(await opened())).toEqual([false, isHidden]);
      forum.clock.pass(60_001);
      expect(await thanks(own)).toEqual([false, isHidden]);
    },
  );

  it('is thanked for where the browser keeps no cookie, too', async () => {
    const address = (await send()).headers.get('location') ?? '';
    expect((await forum.visit(address)).text).toContain('Your message is published. Thank you.');
    expect((await forum.visit(address, { headers: await opened() })).text).not.toContain('Thank you.');
    for (const forged of ['held-1', `held-${Math.floor(Date.now() / 1_000)}`, 'x'.repeat(100)])
      expect((await forum.visit(`/threads/${thread.id}?posted=${forged}`)).text).not.toContain('class="note"');
  });

  it('is another message of the same form where it says something else', async () => {
    const headers = await opened();
    for (const form of [ANNA, { ...ANNA, text: 'No, I do not' }, { ...ANNA, name: 'Ben' }])
      expect((await send({ headers, form })).status).toBe(303);
    expect(await said()).toEqual(['Anna', 'Anna', 'Ben']);
  });

  it('is one message for a minute where the browser keeps no cookie, and another one later', async () => {
    forum.clock.stopAt(Math.ceil(Date.now() / 60_000) * 60_000);
    await send();
    forum.clock.pass(59_000);
    await send();
    expect(await said()).toHaveLength(1);
    forum.clock.pass(3_600_000);
    await send();
    expect(await said()).toHaveLength(2);
  });

  it('has its key from nowhere but a browser without JavaScript, and not where nothing can be written', async () => {
    const page = await forum.visit(`/threads/${thread.id}`);
    expect(page.text.match(/form-key/g)).toHaveLength(1);
    const { headers } = await forum.visit('/form-key.css');
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('set-cookie')).toMatch(
      /^rejoinder-form=[\w-]{22}; Max-Age=86400; Path=\/threads; HttpOnly; Secure; SameSite=None; Partitioned$/,
    );
    await forum.as(forum.mia).setState(thread, 'closed');
    expect((await forum.visit(`/threads/${thread.id}`)).text).not.toContain('form-key');
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that is kept to itself', { origin: 'null' }],
    ['the forum’s host without TLS, or with', { origin: 'https://localhost' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site, with our origin', { 'sec-fetch-site': 'cross-site', origin: 'own' }],
    ['a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'null' }],
    ['who knows where', { 'sec-fetch-site': '' }],
  ])('is refused from %s, with a page that leads to the discussion (row S9)', async (_, said) => {
    const { origin } = said as { origin?: string };
    const own = forum.config.PUBLIC_URL.origin;
    const headers = { ...(await opened()), ...said, ...(origin === 'own' ? { origin: own } : {}) };
    const answer = await send({ headers: headers as unknown as Record<string, string> });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('This page is not one of the forum’s own.');
    expect(answer.text).toContain(`href="/threads/${thread.id}"`);
    expect((await forum.anyone.thread(thread)).messageCount).toBe(0);
  });

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'own' }],
    ['our own page, in a browser that keeps the origin to itself', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['our own page, in a browser of before', { origin: 'own' }],
    ['nowhere, as after a reload of what failed', { 'sec-fetch-site': 'none' }],
    ['a browser that says nothing of it', {}],
  ])('is taken from %s', async (_, said) => {
    const { origin } = said as { origin?: string };
    const headers = { ...said, ...(origin === 'own' ? { origin: forum.config.PUBLIC_URL.origin } : {}) };
    expect((await send({ headers: headers as unknown as Record<string, string> })).status).toBe(303);
  });
});

eachDatabase('another site’s page', (database) => {
  it('ends nobody’s session: the form comes without the cookie, and its answer would take the cookie away (row S9)', async () => {
    const forum = await startForum({ database });
    const post = (headers: Record<string, string>) => forum.visit('/console/sign-out', { method: 'POST', headers });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await post(headers as unknown as Record<string, string>);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    }
    const own = await post({ origin: forum.config.PUBLIC_URL.origin });
    expect([own.status, own.headers.get('set-cookie')?.includes('Max-Age=0')]).toEqual([303, true]);
  });
});
