import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { ServerFrame } from '../../src/live/live.schema.js';

/** Longest wait before a lost connection is tried again, in ms. */
const PAUSE = 200;
/** ms in which a handshake has to be answered: as long as the forum's own page waits. Whoever gives up sooner in a storm makes it longer. */
const HANDSHAKE = 10_000;

/** What a follower can have wrong with its stream, in words. */
export type Flaw = string;

export type Ears = {
  /** Share of `events` frames that a positive control has it miss. */
  readonly deaf?: number;
  /** Told of each event as it arrives. */
  readonly heard?: (event: ThreadEvent) => void;
};

/**
 * A reader's page that stays open over restarts: it reconnects and resumes from its position and epoch. It keeps which
 * message each position told of, and every way in which the stream was not what the contract says.
 */
export class Follower {
  /** Position -> id of the message that it told of. */
  readonly told = new Map<number, string>();
  readonly flaws: Flaw[] = [];
  /** Each end of an open connection: its close code, and when. */
  readonly closings: { readonly code: number; readonly at: number }[] = [];
  /** Where it began: what lies before was never its to hear. */
  from = 0;
  position: number | null = null;
  connections = 0;
  resets = 0;
  /** How many there are, as it was told last. */
  readers = 0;
  socket: WebSocket | undefined;
  private epoch: string | undefined;
  private ended = false;

  constructor(
    private readonly url: string,
    private readonly thread: string,
    private readonly ears: Ears = {},
  ) {}

  /** Follows until `end`. */
  async follow(): Promise<void> {
    while (!this.ended) {
      await this.once();
      if (!this.ended) await delay(Math.random() * PAUSE);
    }
  }

  /** Close code -> how often. */
  get closes(): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const { code } of this.closings) counts.set(code, (counts.get(code) ?? 0) + 1);
    return counts;
  }

  end(): void {
    this.ended = true;
    this.socket?.terminate();
  }

  private once(): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`${this.url.replace('http', 'ws')}/api/v1/live`, {
        origin: this.url,
        perMessageDeflate: false,
        handshakeTimeout: HANDSHAKE,
      });
      this.socket = socket;
      let opened = false;
      socket.on('open', () => {
        opened = true;
        this.connections += 1;
        const from = this.position === null ? {} : { after: this.position, epoch: this.epoch };
        socket.send(JSON.stringify({ event: 'follow', data: { thread: this.thread, ...from } }));
      });
      socket.on('message', (data) => this.take(JSON.parse(String(data)) as ServerFrame));
      socket.on('error', () => undefined);
      socket.on('close', (code) => {
        if (opened) this.closings.push({ code, at: performance.now() });
        resolve();
      });
    });
  }

  private take(frame: ServerFrame): void {
    const { deaf = 0 } = this.ears;
    if (frame.event === 'events' && 'thread' in frame.data && Math.random() >= deaf)
      frame.data.events.forEach((event) => this.hear(event));
    if (frame.event === 'error') this.flaws.push(`error ${frame.data.code}`);
    if (frame.event === 'reset') this.startOver(frame.data);
    if (frame.event === 'signal') this.readers = frame.data.readers ?? this.readers;
    if (frame.event === 'following' && 'thread' in frame.data) {
      this.readers = frame.data.readers;
      if (this.position === null) this.from = frame.data.position;
      this.position ??= frame.data.position;
      this.epoch ??= frame.data.epoch;
      if (frame.data.position !== this.position) {
        this.flaws.push(`following at ${frame.data.position} after hearing up to ${this.position}`);
      }
    }
  }

  /** Explicit, so allowed; but the runs keep enough events that none is due, and count it. */
  private startOver({ position, epoch }: { position: number; epoch: string }): void {
    this.resets += 1;
    this.position = position;
    this.epoch = epoch;
  }

  private hear(event: ThreadEvent): void {
    const due = (this.position ?? 0) + 1;
    if (event.position !== due) this.flaws.push(`position ${event.position} where ${due} was due`);
    this.position = event.position;
    if (event.type === 'message.posted') this.told.set(event.position, event.data.message.id);
    this.ears.heard?.(event);
  }
}
