import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { perform } from '../../bench/programs.js';
import { percentile } from './statistics.js';

/** So many requests a second, whatever becomes of them: half of them posts, half of them messages in their context. */
export type Load = {
  readonly port: number;
  readonly rate: number;
  readonly seconds: number;
  readonly thread: string;
  readonly message: string;
  readonly tokens: readonly string[];
  /** Connections, open before the load begins: it is requests that are too many here. What finds none free waits for one, and its time runs. */
  readonly connections: number;
};
/** How many a second were answered while the load lasted, and ms from when each was due to its answer, whenever that came. */
export type Served = { readonly perSecond: number; readonly p99: number };
export type Outcome = {
  /** Requests a second that were sent while the load lasted: fewer than were due where the load itself does not keep up. */
  readonly asked: number;
  readonly granted: Served;
  /** With 429 or 503, and told when to come back. */
  readonly refused: Served;
  /** Everything else: status, or `closed` or `unanswered`, and how often. */
  readonly wrong: Readonly<Record<string, number>>;
};

const END_OF_HEAD = '\r\n\r\n';
/** ms between looks at the clock. */
const TICK = 1;
/** Connections that are opened at once. */
const OPENED = 50;
/** ms in which the last answers come. */
const PATIENCE = 20_000;

type Done = (status: string, tellsWhen: boolean) => void;

/** One keep-alive connection with one request under way. */
class Line {
  private head = '';
  /** Bytes of the body that are still to come. */
  private left = 0;
  private status = '';
  private tellsWhen = false;
  private done: Done | undefined;
  private readonly socket: Socket;

  /** Connected, and asked once: whoever sends nothing for long is closed. */
  static async open(load: Load, free: (line: Line) => void, lost: (line: Line) => void): Promise<Line> {
    const line = new Line(load.port, free, lost);
    await new Promise<void>((done) => line.send(greeting(load), () => done()));
    return line;
  }

  private constructor(
    port: number,
    private readonly free: (line: Line) => void,
    lost: (line: Line) => void,
  ) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (bytes) => this.take(bytes));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      lost(this);
      this.done?.('closed', false);
    });
  }

  send(request: string, done: Done): void {
    this.done = done;
    this.socket.write(request, 'latin1');
  }

  close(): void {
    this.done = undefined;
    this.socket.destroy();
  }

  private take(bytes: Buffer): void {
    if (this.left > 0) this.left -= bytes.length;
    else this.readHead(bytes.toString('latin1'));
    if (this.left > 0 || this.head !== '') return;
    const { done } = this;
    this.done = undefined;
    done?.(this.status, this.tellsWhen);
    this.free(this);
  }

  private readHead(text: string): void {
    this.head += text;
    const end = this.head.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.head.slice(0, end);
    this.status = head.slice(9, 12);
    this.tellsWhen = /\r\nretry-after: *\d+/i.test(head);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    this.left = length - (this.head.length - end - END_OF_HEAD.length);
    this.head = '';
  }
}

/** Answers of one kind. */
class Answers {
  private readonly ms: number[] = [];
  private inTime = 0;

  add({ ms, inTime }: { readonly ms: number; readonly inTime: boolean }): void {
    this.ms.push(ms);
    if (inTime) this.inTime += 1;
  }

  served(seconds: number): Served {
    return { perSecond: this.inTime / seconds, p99: percentile(this.ms, 0.99) };
  }
}

/** Everyone who asks, and what became of it. */
class Crowd {
  private readonly granted = new Answers();
  private readonly refused = new Answers();
  private readonly wrong = new Map<string, number>();
  private readonly idle: Line[] = [];
  private readonly open = new Set<Line>();
  private readonly waiting: { readonly request: string; readonly due: number }[] = [];
  private underWay = 0;
  private asked = 0;
  /** When the load ends, on performance's clock. */
  private end = Infinity;

  constructor(private readonly load: Load) {}

  /** Opens the connections, a few at a time. */
  async gather(): Promise<void> {
    const lost = (line: Line) => {
      this.open.delete(line);
      if (this.idle.includes(line)) this.idle.splice(this.idle.indexOf(line), 1);
    };
    while (this.open.size < this.load.connections) {
      const few = Array.from({ length: OPENED }, () => Line.open(this.load, (line) => this.next(line), lost));
      for (const line of await Promise.all(few)) this.open.add(line);
    }
  }

  /** Asks at the load's pace, whatever becomes of it. */
  async ask(): Promise<Outcome> {
    const { rate, seconds } = this.load;
    const series = randomBytes(6).toString('hex');
    const total = Math.floor(rate * seconds);
    const begun = performance.now();
    this.end = begun + seconds * 1_000;
    for (let come = 0; come < total; await delay(TICK)) {
      const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * rate));
      for (; come < due; come += 1) this.askOne(requestOf(this.load, come, series), begun + (come / rate) * 1_000);
    }
    return this.outcome();
  }

  private askOne(request: string, due: number): void {
    const line = this.idle.shift();
    if (line) this.send(line, request, due);
    else this.waiting.push({ request, due });
  }

  private async outcome(): Promise<Outcome> {
    const last = performance.now() + PATIENCE;
    while (this.unanswered > 0 && performance.now() < last) await delay(5);
    if (this.unanswered > 0) this.wrong.set('unanswered', this.unanswered);
    for (const line of this.open) line.close();
    const { seconds } = this.load;
    return {
      asked: this.asked / seconds,
      granted: this.granted.served(seconds),
      refused: this.refused.served(seconds),
      wrong: Object.fromEntries(this.wrong),
    };
  }

  private get unanswered(): number {
    return this.underWay + this.waiting.length;
  }

  private next(line: Line): void {
    const waiting = this.waiting.shift();
    if (waiting) this.send(line, waiting.request, waiting.due);
    else this.idle.push(line);
  }

  private send(line: Line, request: string, due: number): void {
    this.underWay += 1;
    if (performance.now() <= this.end) this.asked += 1;
    line.send(request, (status, tellsWhen) => {
      this.underWay -= 1;
      const now = performance.now();
      const answer = { ms: now - due, inTime: now <= this.end };
      if (status.startsWith('2')) this.granted.add(answer);
      else if ((status === '503' || status === '429') && tellsWhen) this.refused.add(answer);
      else this.wrong.set(status, (this.wrong.get(status) ?? 0) + 1);
    });
  }
}

perform<Load>(async (load) => {
  const crowd = new Crowd(load);
  await crowd.gather();
  return crowd.ask();
});

const greeting = ({ port, thread }: Load): string =>
  `GET /api/v1/threads/${thread} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

function requestOf({ port, thread, message, tokens }: Load, n: number, series: string): string {
  const host = `Host: 127.0.0.1:${port}\r\nAuthorization: Bearer ${tokens[n % tokens.length]}\r\n`;
  if (n % 2 === 0) return `GET /api/v1/messages/${message}/context HTTP/1.1\r\n${host}\r\n`;
  const body = JSON.stringify({ text: `Said in a hurry, and **once**: ${series}-${n}.` });
  return (
    `POST /api/v1/threads/${thread}/messages HTTP/1.1\r\n${host}Idempotency-Key: ${series}-${n}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}
