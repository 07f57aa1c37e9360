import { beforeAll, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import { signInByMail } from '../../support/signing-in.js';

/** Addresses of each kind. */
const MANY = 25;

eachDatabase('whether somebody has a mail address', (database) => {
  let mails: MailServer;
  let forum: Forum;
  const known: string[] = [];
  const unknown: string[] = [];
  beforeAll(async () => {
    mails = await MailServer.start();
    forum = await startForum({ database, env: { SMTP_URL: mails.url } });
    for (let number = 10; number < 10 + MANY; number += 1) {
      known.push(`known${number}@example.org`);
      unknown.push(`never${number}@example.org`);
      await signInByMail(forum, mails, `known${number}@example.org`, `Known ${number}`);
    }
    // Staff whom the command line knows by their address, who have never come in by it.
    await forum.staff('Nele', 'moderator', 'default');
    known.push('nele@example.com');
    unknown.push('nobo@example.com');
  });

  /** All of an answer but what is made at random for each request, of which the length counts. */
  const seen = ({ status, headers, text }: Answer): string => {
    const bare = text.replace(
      /("(?:request|requestId)":")([^"]*)"/g,
      (_, name: string, value: string) => `${name}${value.length}"`,
    );
    const told = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
    return JSON.stringify([status, told.toSorted(), bare]);
  };
  const answersTo = async (emails: readonly string[], ask: (email: string) => Promise<Answer>) => {
    const answers = new Set<string>();
    for (const email of emails) answers.add(seen(await ask(email)));
    return [...answers];
  };

  it('is told by no answer to the question for a code', async () => {
    const ask = (email: string) => forum.anyone.ask('POST', '/sign-in/mail', { body: { site: 'default', email } });
    const [ofKnown, ofUnknown] = [await answersTo(known, ask), await answersTo(unknown, ask)];
    expect(ofKnown).toHaveLength(1);
    expect(ofKnown[0]).toContain('[202,');
    expect(ofUnknown).toEqual(ofKnown);
  });

  it('is told by no answer to a wrong code, with a name or without', async () => {
    for (const more of [{}, { name: 'Somebody' }]) {
      const ask = (email: string) =>
        forum.anyone.ask('POST', '/sign-in/mail/verify', { body: { email, code: 'none', ...more } });
      const [ofKnown, ofUnknown] = [await answersTo(known, ask), await answersTo(unknown, ask)];
      expect(ofKnown).toHaveLength(1);
      expect(ofKnown[0]).toContain('code_not_valid');
      expect(ofUnknown).toEqual(ofKnown);
    }
  });

  it('would be seen by this test in an answer that tells it', () => {
    const answer = { status: 202, headers: new Headers(), text: '{"request":"abc"}', body: {} } as Answer;
    expect(seen(answer)).toBe(seen({ ...answer, text: '{"request":"xyz"}' }));
    for (const other of [{ text: '{"request":"abcd"}' }, { status: 200 }, { headers: new Headers({ 'x-known': '1' }) }])
      expect(seen({ ...answer, ...other })).not.toBe(seen(answer));
  });
});
