import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { signedIn } from '../../src/identity/ways/sign-in.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { MailServer } from '../support/mail-server.js';

describe('mails', () => {
  let mails: MailServer;
  let forum: Forum;
  beforeAll(async () => {
    mails = await MailServer.start();
    const env = {
      SMTP_URL: mails.url,
      RATE_LIMITS: 'on',
      REQUESTS_PER_MINUTE: '1000000',
      MAIL_CODES_PER_HOUR: '100000',
      MAIL_CODES_TRIED_PER_HOUR: '100000',
    };
    forum = await startForum({ database: 'sqlite', env });
  });

  const ask = (email: string, site = 'default') =>
    forum.anyone.ask('POST', '/sign-in/mail', { body: { site, email, name: 'Ana Maria' } });
  /** Whatever there is to send has been sent. */
  const sent = async () => {
    await forum.service(Jobs).runDue();
  };

  it('are words alone: no markup, no picture, no second part, whatever a site is called (row 9)', async () => {
    await forum.addSite('odd', {
      name: '<img src=https://evil.example/x.png><a href="https://evil.example">Click</a>',
    });
    await ask('nine@example.org', 'odd');
    await sent();
    const [mail] = await mails.to('nine@example.org');
    expect(mail?.raw.match(/^Content-Type: .*$/gim)).toEqual([expect.stringMatching(/^Content-Type: text\/plain\b/i)]);
    expect(mail?.raw).not.toMatch(/^Bcc:|^Cc:/im);
    // What the site is called stands there as it is called, for eyes and for no interpreter.
    expect(mail?.text).toContain('<img src=https://evil.example/x.png>');
  });

  it('lead where the forum is said to be, whatever Host the request names, with the code where no server sees it', async () => {
    const body = JSON.stringify({ site: 'default', email: 'host@example.org' });
    const asked = await new Promise<number>((done, fail) => {
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'content-type': 'application/json',
      };
      const sending = request(`${forum.url}/api/v1/sign-in/mail`, { method: 'POST', headers }, (answer) => {
        answer.resume();
        done(answer.statusCode ?? 0);
      });
      sending.on('error', fail);
      sending.end(body);
    });
    expect(asked).toBe(202);
    await sent();
    const [mail] = await mails.to('host@example.org');
    const code = await mails.code('host@example.org');
    const links = mail?.text.match(/https?:\S+/g);
    expect(links).toEqual([`${forum.config.PUBLIC_URL.origin}/account?site=default&lang=en#code=${code}`]);
    expect(mail?.raw).not.toContain('evil.example');
  });

  it('are five an hour to one address, though a thousand are asked for, and every answer is the same (row 42)', async () => {
    const answers = new Set<string>();
    for (let n = 0; n < 1_000; n += 50) {
      const some = await Promise.all(Array.from({ length: 50 }, () => ask('flood@example.org')));
      for (const { status, body } of some) answers.add(`${status} ${Object.keys(body as object).join()}`);
    }
    await sent();
    await mails.to('flood@example.org', 5);
    expect(answers).toEqual(new Set(['202 request,expiresIn']));
    expect(mails.received.filter(({ to }) => to === 'flood@example.org')).toHaveLength(5);
  });

  it('say by no answer whether somebody has an address (row 41)', async () => {
    const { body } = await ask('known@example.org');
    await sent();
    const code = await mails.code('known@example.org');
    const { request } = body as { request: string };
    const proof = { email: 'known@example.org', code, request };
    signedIn.parse((await forum.anyone.ask('POST', '/sign-in/mail/verify', { body: proof })).body);
    const shapeOf = async (email: string) => {
      const asked = await ask(email);
      const wrong = { email, code: '000000', request: 'somebody' };
      const tried = await forum.anyone.ask('POST', '/sign-in/mail/verify', { body: wrong });
      return [asked, tried].map(({ status, headers, text }) => [
        status,
        [...headers.keys()].toSorted().join(),
        text.replace(/"(request|requestId)":"[^"]+"/g, '"$1":"…"'),
      ]);
    };
    const known = await shapeOf('known@example.org');
    for (const nobody of ['nobody@example.org', 'known@example.net', 'known.@example.com'.replace('.@', '@')])
      expect(await shapeOf(nobody)).toEqual(known);
  });

  it('go to addresses that two programs cannot read differently, and to those as they were given (row 64)', async () => {
    const good = ["o'neill+news@example.org", 'a.b-c_d@xn--mnchen-3ya.example', '1@example.org', '{x}@example.org'];
    const locals = [
      '"a b"',
      '"a@evil.example x"',
      'a..b',
      '.a',
      'a.',
      'a b',
      'a\u0000',
      'ä',
      'a(b)',
      'a\\b',
      'a,b',
      'a;b',
      '<a>',
      '',
    ];
    const hosts = [
      'example..org',
      '-a.org',
      'a-.org',
      'exa mple.org',
      '[127.0.0.1]',
      'ex_ample.org',
      'example.org>',
      'ä.org',
      'a@b.org',
      '',
    ];
    const bad = [
      ...locals.map((local) => `${local}@example.org`),
      ...hosts.map((host) => `a@${host}`),
      ...locals.flatMap((local) => hosts.map((host) => `${local}@${host}`)),
      ...['\r\nBcc: all@example.org', '\nTo: b@example.org', '%0aBcc:b@example.org\n', '\t x'].map(
        (tail) => `a@example.org${tail}`,
      ),
    ];
    expect(bad.length).toBeGreaterThan(160);
    for (const email of bad) {
      const { status, body } = await ask(email);
      expect([email, status, (body as { error: { code: string } }).error.code]).toEqual([
        email,
        400,
        'invalid_request',
      ]);
    }
    for (const email of good) expect([email, (await ask(email)).status]).toEqual([email, 202]);
    await sent();
    for (const email of good) expect(await mails.to(email)).toHaveLength(1);
    expect(mails.received.every(({ to }) => bad.every((email) => email !== to))).toBe(true);
  });
});
