import { afterAll } from '@jest/globals';
import type { AddressInfo, Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { until } from './until.js';

export type Received = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** As it came. */
  readonly raw: string;
};

const open: MailServer[] = [];
afterAll(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop()));
});

/** A mail server on a port of its own, which keeps what it is given. */
export class MailServer {
  readonly received: Received[] = [];
  /** What it answers instead of taking a mail: an SMTP code and words; null: it takes it. */
  refuses: { readonly code: number; readonly words: string } | null = null;
  /** Whether it breaks the line off with the mail under way. */
  breaks = false;
  private readonly server: SMTPServer;
  private readonly sockets = new Set<Socket>();

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        if (this.breaks) for (const socket of this.sockets) socket.destroy();
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const { refuses } = this;
          if (refuses) return done(Object.assign(new Error(refuses.words), { responseCode: refuses.code }));
          const [to] = session.envelope.rcptTo;
          this.received.push({ to: inAscii(to?.address ?? ''), ...read(Buffer.concat(parts).toString('utf8')) });
          return done();
        });
      },
    });
    this.server.on('error', () => {});
    this.server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** @param port 0: any that is free */
  static async start(port = 0): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((done) => server.server.listen(port, '127.0.0.1', () => done()));
    open.push(server);
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The mails to an address, once there are so many. */
  async to(address: string, count = 1): Promise<Received[]> {
    const mails = () => this.received.filter(({ to }) => to === address);
    await until(`${count} mails to ${address}`, () => mails().length >= count);
    return mails();
  }

  /** The code in the last mail to an address. */
  async code(address: string, count = 1): Promise<string> {
    const mails = await this.to(address, count);
    return /\b\d{6}\b/.exec(mails.at(-1)?.subject ?? '')?.[0] ?? '';
  }

  stop(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }
}

/** As it was on the wire: the server's library tells the host in the letters of its language. */
const inAscii = (address: string): string => address.replace(/[^@]*$/, (host) => domainToASCII(host));

/** Subject and text, decoded (RFC 2047, RFC 2045). */
function read(raw: string): Omit<Received, 'to'> {
  const at = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, at).replace(/\r\n[ \t]+/g, ' ');
  const body = raw.slice(at + 4);
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  const subject = field('Subject')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, text: string) => quoted(text.replaceAll('_', ' ')))
    .replace(/=\?utf-8\?b\?(.*?)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString('utf8'));
  const encoding = field('Content-Transfer-Encoding').toLowerCase();
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? quoted(body.replace(/=\r\n/g, ''))
        : body;
  return { subject, text, raw };
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
