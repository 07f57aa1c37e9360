import type { ClientFrame, ServerFrame } from '../../live/live.schema.js';

/** Longest wait in ms for a handshake, and for the answer to what was asked. */
const ANSWER = 10_000;
/** So many of the server's beats may pass in which nothing at all is heard. */
const BEATS = 1.5;
const OPEN = 1;
/** docs/protocol.md, closing: the token is no longer good. */
export const TOKEN_REVOKED = 4401;

type Timer = ReturnType<typeof setTimeout>;
/** What of a WebSocket is used here. */
export type Socket = Pick<WebSocket, 'readyState' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

/** No code that a connection is closed with: nothing was heard any more. */
export const SILENT = 0;

export type ConnectionEvents = {
  readonly opened: () => void;
  readonly frame: (frame: ServerFrame) => void;
  /**
   * Answers how many ms later another is opened; null for never.
   * @param code that it was closed with, or SILENT; none where something was not answered
   * @param spread ms over which the server wants everyone's return spread, where it has said so
   */
  readonly lost: (code?: number, spread?: number) => number | null;
};

/**
 * A page's connection to the forum: one socket at a time, and after each break another. One that goes dead without a word is
 * noticed within the server's beat, since its close may take minutes to be told.
 */
export class LiveConnection {
  #socket: Socket | null = null;
  #heardAt = 0;
  #spread: number | undefined;
  #coming: Timer | undefined;
  #asking: Timer | undefined;
  #listening: Timer | undefined;

  constructor(
    private readonly connect: () => Socket,
    private readonly events: ConnectionEvents,
  ) {}

  /** What cannot be sent now is not sent. */
  send(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** A new one, in the place of what there is. */
  open(): void {
    const mine = this.connect();
    this.close();
    this.#socket = mine;
    this.expect(() => this.lose());
    mine.onopen = () => {
      if (this.#socket !== mine) return;
      this.answered();
      this.events.opened();
    };
    mine.onmessage = ({ data }: MessageEvent) => {
      if (this.#socket !== mine) return;
      this.#heardAt = performance.now();
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.event === 'beat') {
        this.#spread = frame.data.spread;
        this.#listen(frame.data.every * BEATS);
      }
      this.events.frame(frame);
    };
    mine.onclose = ({ code }) => {
      if (this.#socket === mine) this.lose(code);
    };
  }

  /** A new one in so many ms; what there is stays until then. */
  comeBack(wait: number): void {
    clearTimeout(this.#coming);
    this.#coming = setTimeout(() => this.open(), wait);
  }

  /** Something was asked: unless it is `answered` in time, this is done. */
  expect(late: () => void, wait = ANSWER): void {
    this.answered();
    this.#asking = setTimeout(late, wait);
  }

  answered(): void {
    clearTimeout(this.#asking);
  }

  /** It is closed, or as good as. */
  lose(code?: number): void {
    this.close();
    const wait = this.events.lost(code, this.#spread);
    if (wait !== null) this.comeBack(wait);
  }

  /** Closes it. Nothing is heard of it any more, and no other is opened by itself. */
  close(): void {
    for (const timer of [this.#coming, this.#asking, this.#listening]) clearTimeout(timer);
    this.#socket?.close();
    this.#socket = null;
  }

  #listen(longest: number): void {
    clearTimeout(this.#listening);
    const left = longest - (performance.now() - this.#heardAt);
    if (left > 0) this.#listening = setTimeout(() => this.#listen(longest), left);
    else this.lose(SILENT);
  }
}
