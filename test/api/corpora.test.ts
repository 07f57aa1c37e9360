import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { ERRORS } from '../../src/errors/forum-error.js';
import { render } from '../../src/messages/markdown/markdown.js';
import type { Answer } from '../support/answer.js';
import { corpus } from '../support/corpus.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { faultsOf, faultsOfPage, isFixed } from '../support/html.js';
import type { Person } from '../support/person.js';

type Sample = { readonly id: string; readonly input: string };

/** Beside the public samples: what breaks out of attributes (rows 1, 3, 4, 8), and elements whose text is no HTML (rows 11 and 12). */
const RAW_TEXT = [
  'xmp',
  'noscript',
  'plaintext',
  'noembed',
  'noframes',
  'style',
  'textarea',
  'title',
  'iframe',
  'template',
  'svg',
  'math',
  'select',
  'script',
];
const OWN: readonly Sample[] = [
  ...[
    `' onmouseover=x`,
    `" onmouseover="x`,
    `"></a><img src=x onerror=x>`,
    '` onload=x `',
    '--><script>x</script><!--',
    '</script><script>x</script>',
  ],
  ...[
    '</textarea><img src=x onerror=x>',
    '{{constructor.constructor("x")()}}',
    '${x}',
    '#{x}',
    '<%= x %>',
    '&lt;img src=x onerror=x&gt;',
    '&#x3c;script&#x3e;x',
  ],
  ...RAW_TEXT.flatMap((tag) => [
    `<${tag}><img src=x onerror=x>`,
    `<${tag}></${tag}><img src=x onerror=x>`,
    `<${tag}><style><img src="</style><img src=x onerror=x>">`,
  ]),
].map((input, n) => ({ id: `own-${n}`, input }));

const AT_ONCE = 60;

eachDatabase('a hostile or odd text', (database) => {
  let forum: Forum;
  let writer: Person;
  /** For what is made HTML of. */
  let samples: readonly Sample[];
  /** For what is kept as plain text, and made HTML by nobody. */
  let fewer: readonly Sample[];

  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.changeSite('default', { settings: { newcomerMessages: 0 } });
    writer = await forum.guest('Writer');
    // What only a database could make of them is shown by the odd strings; the rest is the same code twice.
    samples = some(database === 'sqlite' ? 1 : 20);
    fewer = some(20);
  });

  /** The odd strings, ours, and each so-manieth of the others. */
  const some = (nth: number) => [
    ...corpus('naughty'),
    ...OWN,
    ...[...corpus('xss'), ...corpus('markdown')].filter((_, n) => n % nth === 0),
  ];

  /** Works through the samples, many at a time, since what comes together is committed together; answers what each came to where that is not null. */
  async function each(work: (sample: Sample, n: number) => Promise<string | null>, of = samples): Promise<string[]> {
    const wrong: string[] = [];
    for (let at = 0; at < of.length; at += AT_ONCE) {
      const found = await Promise.all(
        of.slice(at, at + AT_ONCE).map(async (sample, n) => {
          const fault = await work(sample, at + n);
          return fault === null ? [] : [`${sample.id} ${JSON.stringify(sample.input.slice(0, 120))}: ${fault}`];
        }),
      );
      wrong.push(...found.flat());
    }
    return wrong;
  }

  /** What the contract does not allow an answer to be; null for a grant and for a refusal of ours. */
  function oddity({ status, body, text }: Answer): string | null {
    if (status < 300) return null;
    const code = (body as { error?: { code?: string } } | undefined)?.error?.code ?? '';
    const known = (ERRORS as Readonly<Record<string, number>>)[code];
    return status < 500 && known === status ? null : `${status} ${text.slice(0, 200)}`;
  }

  const faulty = (html: string): string | null => {
    const faults = faultsOf(html);
    return faults.length > 0 ? `${faults} in ${html}` : isFixed(html) ? null : `changes when parsed again: ${html}`;
  };

  /** A message's answer: as it was sent, and harmless. */
  const asMessage = (answer: Answer, sent: string): string | null => {
    if (answer.status >= 300) return oddity(answer);
    const { message } = answer.body as { message: { text: string; html: string } };
    return message.text === sent ? faulty(message.html) : `kept as ${JSON.stringify(message.text)}`;
  };

  const ask = (who: Person | null, method: string, path: string, body: unknown) =>
    forum.as(who).ask(method, path, { body, key: randomUUID() });
  const newMessage = async (text = `For a sample ${randomUUID()}`) => forum.as(writer).post(forum.thread, text);

  it('is posted, replied and edited as it is, and does no harm on the page', async () => {
    const parent = await newMessage();
    const wrong = await each(async ({ input }) => {
      const thread = await forum.article();
      const posted = await ask(writer, 'POST', `/threads/${thread.id}/messages`, { text: input });
      const replied = await ask(forum.ben, 'POST', `/threads/${forum.thread.id}/messages`, {
        text: `${input}\u2001`,
        parentId: parent.id,
      });
      const { id, revision } = await newMessage();
      const edited = await ask(writer, 'PATCH', `/messages/${id}`, { text: input, revision });
      return asMessage(posted, input) ?? asMessage(replied, `${input}\u2001`) ?? asMessage(edited, input);
    });
    expect(wrong).toEqual([]);
  }, 180_000);

  it('does no harm wherever it stands in another text, and looks in the preview as on the page', async () => {
    const around = [
      (text: string) => `> ${text}`,
      (text: string) => `- ${text}\n  - ${text}`,
      (text: string) => `[${text}](${text})`,
      (text: string) => `<${text}>`,
      (text: string) => `\`${text}`,
      (text: string) => `[a]: ${text} "${text}"\n\n[a] ![${text}](${text})`,
      (text: string) => `http://example.com/${text}`,
      (text: string) => `**${text}\n${text}**`,
    ];
    const wrong = await each(async ({ input }, n) => {
      for (const wrap of around) {
        const fault = faulty(render(wrap(input)));
        if (fault) return `${wrap('…')} ${fault}`;
      }
      // The preview is what the page would show: asked of one of them each.
      const wrap = around[n % around.length] ?? ((text: string) => text);
      const answer = await ask(null, 'POST', '/preview', { text: wrap(input) });
      if (answer.status >= 300) return oddity(answer);
      const { html } = answer.body as { html: string };
      return html === render(wrap(input)) ? null : `${wrap('…')} is previewed as ${html}`;
    });
    expect(wrong).toEqual([]);
  }, 180_000);

  it('is refused as a name, or kept as one that does no harm', async () => {
    /** What a person sees of it. */
    const seen = (name: string) =>
      name.normalize('NFC').replace(/[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800\s]/gu, '');
    const wrong = await each(async ({ input }) => {
      const answer = await ask(null, 'POST', '/guests', { name: input });
      if (answer.status >= 300) return oddity(answer);
      const { name } = (answer.body as { member: { name: string } }).member;
      return seen(name) === seen(input) ? null : `kept as ${JSON.stringify(name)}`;
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is kept whole in whatever else people may say, or refused', async () => {
    const { mia, ben } = forum;
    const wrong = await each(async ({ input }) => {
      const { id, revision } = await newMessage();
      const report = await ask(ben, 'POST', `/messages/${id}/reports`, { reason: 'other', note: input });
      const decided = await ask(mia, 'POST', `/moderation/messages/${id}/decisions`, {
        decision: 'reject',
        revision,
        reason: input.slice(0, 200),
        note: input,
      });
      const target = await forum.guest('Target');
      await forum.as(target).post(forum.thread, `From a target ${randomUUID()}`);
      const sanction = await ask(mia, 'POST', `/moderation/members/${target.id}/sanctions`, {
        kind: 'ban',
        reason: input,
      });
      const thread = await forum.article();
      const closed = await ask(mia, 'PATCH', `/moderation/threads/${thread.id}`, { state: 'closed', reason: input });
      const kept = (answer: Answer, of: (body: never) => unknown, sent: string) =>
        answer.status < 300 ? (of(answer.body as never) === sent ? null : `kept as ${answer.text}`) : oddity(answer);
      return (
        oddity(report) ??
        kept(decided, (body: { decision: { reason: string } }) => body.decision.reason, input.slice(0, 200)) ??
        kept(sanction, (body: { reason: string }) => body.reason, input) ??
        kept(closed, (body: { closed: { reason: string } }) => body.closed.reason, input)
      );
    }, fewer);
    expect(wrong).toEqual([]);
  }, 180_000);

  it('is an article’s title, key or address, or none', async () => {
    const wrong = await each(async ({ id, input }) => {
      const url = `http://localhost/samples/${createHash('sha256').update(id).digest('hex')}`;
      const titled = await ask(forum.olga, 'PUT', '/threads', { site: 'default', url, title: input });
      const keyed = await ask(forum.olga, 'PUT', '/threads', { site: 'default', url: `${url}/key`, key: input });
      const placed = await ask(null, 'PUT', '/threads', { site: 'default', url: `http://localhost/${input}` });
      const bare = await ask(null, 'PUT', '/threads', { site: 'default', url: input });
      const key =
        keyed.status < 300 && (keyed.body as { key: string }).key !== input ? `key kept as ${keyed.text}` : null;
      const counts = await forum.anyone.ask(
        'GET',
        `/counts?${new URLSearchParams([
          ['site', 'default'],
          ['url', `http://localhost/${input}`],
        ])}`,
      );
      return [titled, keyed, placed, bare, counts].map(oddity).find((fault) => fault !== null) ?? key;
    }, fewer);
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is posted by a plain form, and does no harm on the page that answers, nor on any page of the thread', async () => {
    const odd = { title: `"><img src=x onerror=x>' onmouseover=x ${database}` };
    const thread = await forum.article(odd);
    const send = (to: { id: string }, fields: { name: string; text: string }) =>
      forum.visit(`/threads/${to.id}/messages`, { method: 'POST', body: new URLSearchParams(fields) });
    const wrong = await each(async ({ input }) => {
      const spoken = await send(thread, { name: 'Writer', text: input });
      const named = await send(await forum.article(odd), { name: input, text: `Named ${randomUUID()}` });
      for (const { status, text } of [spoken, named]) {
        const faults = status === 303 ? [] : faultsOfPage(text);
        if (status >= 500 || faults.length > 0) return `${status} ${faults}`;
      }
      return named.status === 303
        ? faultsOfPage((await forum.visit(named.headers.get('location') ?? '')).text).join() || null
        : null;
    });
    expect(wrong).toEqual([]);
    let pages = 0;
    for (let next: string | null = `/threads/${thread.id}?sort=newest`; next !== null; pages += 1) {
      const { status, text } = await forum.visit(next);
      expect([next, status, faultsOfPage(text)]).toEqual([next, 200, []]);
      const more: string | undefined = /href="(\/threads\/[^"]*cursor=[^"]*)"/.exec(text)?.[1];
      next = more && pages < 30 ? more.replaceAll('&amp;', '&') : null;
    }
    expect(pages).toBeGreaterThan(database === 'sqlite' ? 10 : 1);
  }, 180_000);

  describe('is found', () => {
    it('when it does harm (the check of the checks)', () => {
      expect(faultsOf('<p onclick=x>')).not.toEqual([]);
      expect(isFixed('<p><table><p>x')).toBe(true);
      for (const page of [
        '<a href="javascript:x">',
        '<p onclick=x>',
        '<script>x</script>',
        '<iframe srcdoc=x>',
        '<form action="data:x">',
        '<base href=x>',
        '<style>x</style>',
      ]) {
        expect([page, faultsOfPage(page).length > 0]).toEqual([page, true]);
      }
    });
  });
});
