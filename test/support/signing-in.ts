import { mailAnswer } from '../../src/identity/ways/mail/mail.schema.js';
import { signedIn } from '../../src/identity/ways/sign-in.schema.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import type { Forum } from './forum.js';
import type { MailServer } from './mail-server.js';
import type { Person } from './person.js';

/** Somebody signs in by the code that comes by mail; `forum` sends its mails to `mails`. */
export async function signInByMail(forum: Forum, mails: MailServer, email: string, name: string): Promise<Person> {
  const before = mails.received.filter(({ to }) => to === email).length;
  const question = { body: { site: 'default', email, name } };
  const { request } = await forum.anyone.get(mailAnswer, 'POST', '/sign-in/mail', question);
  await forum.service(Jobs).runDue();
  const proof = { body: { email, code: await mails.code(email, before + 1), request } };
  const { token, member } = await forum.anyone.get(signedIn, 'POST', '/sign-in/mail/verify', proof);
  return { id: member.id, name: member.name, token };
}
