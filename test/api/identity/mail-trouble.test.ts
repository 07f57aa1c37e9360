import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { mailAnswer } from '../../../src/identity/ways/mail/mail.schema.js';
import { waysAnswer } from '../../../src/identity/ways/sign-in.schema.js';
import { minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import { until } from '../../support/until.js';

type Waiting = { attempts: number; lease: string | null; last_error: string | null };

eachDatabase('a mail server that does not work', (database) => {
  let forum: Forum;
  let mails: MailServer;
  /** What stands before it, and does with each connection what a test wants. */
  let front: Server;
  let meet: (socket: Socket) => void;
  let people = 0;
  beforeAll(async () => {
    mails = await MailServer.start();
    front = createServer((socket) => {
      socket.on('error', () => {});
      meet(socket);
    });
    await new Promise<void>((done) => front.listen(0, '127.0.0.1', done));
    const { port } = front.address() as AddressInfo;
    forum = await startForum({ database, env: { SMTP_URL: `smtp://127.0.0.1:${port}`, SMTP_TIMEOUT: '500' } });
  });
  afterAll(() => new Promise((done) => front.close(done)));

  const through = (socket: Socket) => {
    const server = connect(Number(new URL(mails.url).port), '127.0.0.1');
    server.on('error', () => socket.destroy());
    server.on('close', () => socket.destroy());
    socket.on('close', () => server.destroy());
    socket.pipe(server).pipe(socket);
  };
  const ask = async () => {
    const email = `reader${(people += 1)}@example.org`;
    await forum.anyone.get(mailAnswer, 'POST', '/sign-in/mail', {
      body: { site: 'default', email, name: 'Ana Maria' },
    });
    return email;
  };
  const jobs = () =>
    forum.connections.read.query<Waiting[]>(
      `SELECT attempts, lease, last_error FROM jobs WHERE kind = 'mail.send-code'`,
    );
  /** The one job that there is has failed, and waits to be tried again. */
  const failed = () =>
    until('a mail that could not be sent', async () => {
      await forum.service(Jobs).runDue();
      const [job] = await jobs();
      return job && job.lease === null && job.last_error !== null;
    });
  const noneLeft = () => until('no mail to be left', async () => (await jobs()).length === 0);

  it.each<[string, (socket: Socket) => void]>([
    ['hangs up', (socket) => socket.destroy()],
    ['breaks off at once', (socket) => socket.resetAndDestroy()],
    ['says nothing', () => {}],
    ['talks of something else', (socket) => socket.write('HTTP/1.1 500 Oh\r\n\r\n\0\u0001')],
    ['is not to be used now', (socket) => socket.write('421 Later\r\n')],
  ])('and %s keeps nobody from posting; the mail comes once it works, once', async (_how, greets) => {
    meet = greets;
    const email = await ask();
    await forum.as(forum.ana).post(forum.thread, `While mail is away, ${people}.`);
    await failed();
    meet = through;
    forum.clock.pass(minutes(5));
    await forum.service(Jobs).runDue();
    await noneLeft();
    expect(mails.received.filter(({ to }) => to === email)).toHaveLength(1);
  });

  it.each([
    [451, 'Try again later'],
    [550, 'No such mailbox'],
  ])('and answers %s to a mail is asked again, until the code is good no more', async (code, words) => {
    meet = through;
    mails.refuses = { code, words };
    const email = await ask();
    await failed();
    mails.refuses = null;
    forum.clock.pass(minutes(11));
    await forum.service(Jobs).runDue();
    await noneLeft();
    expect(mails.received.filter(({ to }) => to === email)).toEqual([]);
  });

  it('and breaks off with the mail under way is not given it again: nobody can say whether it has it', async () => {
    meet = through;
    mails.breaks = true;
    const email = await ask();
    await forum.service(Jobs).runDue();
    await noneLeft();
    mails.breaks = false;
    forum.clock.pass(minutes(5));
    await forum.service(Jobs).runDue();
    expect(mails.received.filter(({ to }) => to === email)).toEqual([]);
  });
});

it('is not offered where there is no mail server, and others can reach the forum', async () => {
  const env = { PUBLIC_URL: 'https://forum.example', RATE_LIMITS: 'on' };
  const reachable = await startForum({ database: 'sqlite', env });
  expect(await reachable.anyone.get(waysAnswer, 'GET', '/sites/default/sign-in')).toEqual({ ways: [] });
});
