import { WebSocket } from 'ws';
import type { ThreadEvent, ThreadEventType } from '../../src/events/events.schema.js';
import { SERVER_FRAMES, type ClientFrame, type ServerEvent, type ServerFrame } from '../../src/live/live.schema.js';
import { understood } from './answer.js';
import { PATIENCE } from './until.js';

type FrameOf<E extends ServerEvent> = Extract<ServerFrame, { event: E }>['data'];
type EventOf<T extends ThreadEventType> = Extract<ThreadEvent, { type: T }>;
/** What an event is about: the message as everyone sees it, the thread, or for a removal what it tells. */
export type Told<T extends ThreadEventType> = EventOf<T>['data'] extends { message: infer M }
  ? M
  : EventOf<T>['data'] extends { thread: infer V }
    ? V
    : EventOf<T>['data'];

/**
 * A page that somebody has open: a WebSocket, and every frame that came over it, checked against its schema.
 * What is waited for is taken in order: `next` never looks at the same frame or event twice.
 */
export class Reader {
  readonly frames: ServerFrame[] = [];
  /** What each sign of life told: ms until the next. */
  readonly beats: number[] = [];
  /** Every event of every thread in order of arrival. */
  readonly events: ThreadEvent[] = [];
  /** Set once the connection has ended. */
  closed: { readonly code: number; readonly reason: string } | undefined;

  private readonly seen = new Map<string, number>();
  private broken: Error | undefined;
  private wake: () => void = () => undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('open', () => this.wake());
    socket.on('message', (data, binary) => this.take(String(data), binary));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.wake();
    });
    socket.on('error', (error) => {
      this.broken ??= error;
      this.wake();
    });
  }

  /**
   * @param packs whether it offers to pack and unpack messages, and packs all of its own, as browsers do
   * @throws Error naming the status when the handshake is refused
   */
  static async open(url: string, headers: Record<string, string>, packs = false): Promise<Reader> {
    const socket = new WebSocket(url, { headers, perMessageDeflate: packs && { threshold: 0 } });
    const reader = new Reader(socket);
    await reader.when('an open connection', () => socket.readyState === WebSocket.OPEN || undefined);
    return reader;
  }

  send(frame: ClientFrame): void {
    this.sendRaw(JSON.stringify(frame));
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data);
  }

  /** The next event of a type that has not been looked at, whether it has come already or is yet to come. */
  async next<T extends ThreadEventType>(type: T): Promise<Told<T>> {
    const event = await this.when(`the event ${type}`, () =>
      this.after(`event ${type}`, this.events, (known): known is EventOf<T> => known.type === type),
    );
    const { data } = event as ThreadEvent;
    return ('message' in data ? data.message : 'thread' in data ? data.thread : data) as Told<T>;
  }

  /** The next frame of a kind that fits and has not been looked at. */
  async frame<E extends ServerEvent>(event: E, fits: (data: FrameOf<E>) => boolean = () => true): Promise<FrameOf<E>> {
    const frame = await this.when(`the frame ${event}`, () =>
      this.after(
        `frame ${event}`,
        this.frames,
        (known): known is Extract<ServerFrame, { event: E }> => known.event === event && fits(known.data as FrameOf<E>),
      ),
    );
    return frame.data as FrameOf<E>;
  }

  /** Waits until the connection has ended. */
  end(): Promise<{ code: number; reason: string }> {
    return this.when('the end of the connection', () => this.closed, true);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.end();
  }

  private after<T, F extends T>(what: string, list: readonly T[], fits: (item: T) => item is F): F | undefined {
    for (let at = this.seen.get(what) ?? 0; at < list.length; at += 1) {
      const item = list[at] as T;
      if (!fits(item)) continue;
      this.seen.set(what, at + 1);
      return item;
    }
    return undefined;
  }

  private async when<T>(what: string, look: () => T | undefined, evenClosed = false): Promise<T> {
    const late = AbortSignal.timeout(PATIENCE);
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.broken && !evenClosed) throw this.broken;
      if (this.closed && !evenClosed) throw this.disappointed(what, `the connection ended with ${this.closed.code}`);
      if (late.aborted) throw this.disappointed(what, `${PATIENCE} ms went by`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  private disappointed(what: string, why: string): Error {
    const frames = this.frames.map((frame) => JSON.stringify(frame).slice(0, 300));
    return new Error(`Waited for ${what}, but ${why}. Frames so far:\n${frames.join('\n') || '(none)'}`);
  }

  private take(text: string, binary: boolean): void {
    try {
      if (binary) throw new Error('A frame came as binary');
      const frame = JSON.parse(text) as ServerFrame;
      const schema = SERVER_FRAMES[frame.event];
      if (!schema) throw new Error(`A frame of an unknown kind came: ${text}`);
      understood(`The frame ${frame.event}`, schema as never, frame.data);
      if (Object.keys(frame).length !== 2) throw new Error(`A frame had more than event and data: ${text}`);
      // A beat may come at any time and tells nothing.
      if (frame.event === 'beat') this.beats.push(frame.data.every);
      else this.frames.push(frame);
      if (frame.event === 'events' && 'thread' in frame.data) this.events.push(...frame.data.events);
    } catch (error) {
      this.broken ??= error as Error;
    }
    this.wake();
  }
}
