import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Actor } from '../../auth/actor.js';
import type { ForumError } from '../../errors/forum-error.js';
import type { Language } from '../../i18n/format.js';
import { encode, parseFrame, type ParsedFrame, type Subject } from './frames.js';
import { Inbox, type FrameWorker } from './inbox.js';
import type { LiveCounters } from '../live-counters.js';
import { CLOSE, type ClientFrame, type ServerFrame } from '../live.schema.js';
import { UnpackingSocket } from './packing.js';
import type { Subscription } from './subscription.js';

type Limits = { readonly FRAMES_PER_10_SECONDS: number; readonly SOCKET_BUFFER: number };

export type ThreadSubscription = Subscription & { readonly threadId: string };

/** Pieces that one write puts together at most. */
const TOGETHER = 64;
/** ms in which a socket that broke a rule can hear why. */
const LAST_WORDS = 1_000;

/** What is done with a frame of a reader's, and when the reader is gone. */
export interface FrameHandler {
  onFrame(connection: Connection, parsed: ParsedFrame): Promise<void>;
  onClosed(connection: Connection): void;
}

/** A socket that knows whose it is: listeners of its events are the same functions for all of them, and a follower costs 150 bytes less. */
export class ReaderSocket extends UnpackingSocket {
  connection: Connection | undefined = undefined;
}

/** One reader's socket: what it may send, in which order that is worked off, and how much may wait for it. */
export class Connection implements FrameWorker<ParsedFrame> {
  /** Whom it speaks for: since the handshake, or since it said `authenticate`. */
  actor: Actor;
  /** Its places in the rooms of the threads that it follows: one, for nearly every reader. */
  subscriptions: readonly ThreadSubscription[] = [];
  /** Heartbeats since anything was heard of it. */
  silence = 0;
  /** Whether a ping of ours has not been answered: its answer is none of what the reader sends by itself. */
  pinged = false;
  /** What the gateway does with a frame of this reader's. */
  gateway: ((frame: ClientFrame) => unknown) | undefined = undefined;

  /** What waits to be written in one go. */
  private held: Buffer[] | undefined = undefined;
  private inbox: Inbox<ParsedFrame> | undefined;

  constructor(
    private readonly ws: ReaderSocket,
    /** The socket beneath. Whole frames are written to it: `ws` never leaves half of one there, since it packs nothing itself. */
    private readonly socket: Duplex,
    actor: Actor,
    private readonly limits: Limits,
    private readonly counters: LiveCounters,
    private readonly language: Language,
    private readonly handler: FrameHandler,
  ) {
    this.actor = actor;
  }

  get unpacks(): boolean {
    return this.ws.unpacks;
  }

  get open(): boolean {
    return this.ws.readyState === this.ws.OPEN;
  }

  /** Bytes that wait because the reader does not take them. */
  get backlog(): number {
    return this.socket.writableLength;
  }

  /** Begins to hear. Frames are handed on strictly one after another. */
  listen(): void {
    this.inbox = new Inbox(this.limits.FRAMES_PER_10_SECONDS, this);
    this.ws.connection = this;
    this.ws.on('message', onMessage).on('ping', onBeat).on('pong', onPong).on('close', onClosed);
  }

  work(parsed: ParsedFrame): Promise<void> {
    return this.handler.onFrame(this, parsed);
  }

  /** A message of the reader's. */
  take(data: RawData, isBinary: boolean): void {
    if (this.open && this.inbox) this.received(this.inbox.take(parseFrame(data, isBinary), performance.now()));
  }

  /** A sign of life. */
  beat(): void {
    if (this.inbox) this.received(this.inbox.count(performance.now()));
  }

  /** An answer to a ping; one that nobody asked for counts as a frame. */
  pong(): void {
    if (!this.pinged) return this.beat();
    this.pinged = false;
    this.silence = 0;
  }

  closed(): void {
    this.handler.onClosed(this);
  }

  /** Works off nothing more of what was heard. */
  stop(): void {
    this.inbox?.close();
  }

  /** What is written until `release` goes out together: each write of its own costs as much as all else about a reader who comes back. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    this.flush();
    this.held = undefined;
  }

  /** Writes frames made by `frames.ts`. A reader for whom too much waits already is closed instead: it comes back and resumes. */
  write(frames: Buffer): void {
    if (!this.open) return;
    if (this.held) {
      if (this.held.push(frames) === TOGETHER) this.flush();
      return;
    }
    if (this.socket.writableLength > this.limits.SOCKET_BUFFER) {
      this.counters.drops += 1;
      return this.close(CLOSE.tooSlow);
    }
    this.socket.write(frames);
  }

  send(frame: ServerFrame): void {
    this.write(encode(frame));
  }

  /** Answers what could not be done, and with what. */
  refuse({ code, text }: ForumError, event?: string, about: Subject = {}): void {
    const message = text.in(this.language);
    this.send({ event: 'error', data: { code, message, ...(event === undefined ? {} : { for: event }), ...about } });
  }

  /** Resolves when the reader has taken what waited, or is gone. */
  drained(): Promise<void> {
    this.flush();
    if (!this.open || !this.socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      this.socket.on('drain', done).on('close', done);
    });
  }

  /** Says goodbye; `ws` ends the connection by force where the reader does not answer in time. */
  close(code: number): void {
    this.stop();
    if (this.open) this.ws.close(code);
  }

  terminate(): void {
    this.stop();
    this.ws.terminate();
  }

  private flush(): void {
    const { held } = this;
    if (!held || held.length === 0) return;
    this.held = undefined;
    this.write(Buffer.concat(held));
    this.held = [];
  }

  private received(within: boolean): void {
    this.silence = 0;
    if (!within) this.expel();
  }

  /** Who sends more than is read is read no more: what would come until it says goodbye costs as much as what came before. */
  private expel(): void {
    if (!this.open) return;
    this.counters.floods += 1;
    this.close(CLOSE.policy);
    this.ws.pause();
    setTimeout(() => this.terminate(), LAST_WORDS).unref();
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  (this as ReaderSocket).connection?.take(data, isBinary);
}

function onBeat(this: WebSocket): void {
  (this as ReaderSocket).connection?.beat();
}

function onPong(this: WebSocket): void {
  (this as ReaderSocket).connection?.pong();
}

function onClosed(this: WebSocket): void {
  (this as ReaderSocket).connection?.closed();
}
