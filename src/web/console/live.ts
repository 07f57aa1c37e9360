import { language } from '../../i18n/format.js';
import type { ServerFrame } from '../../live/live.schema.js';

/** `waiting` tells when the next try is due (ms since the epoch); `refused` is the end: the cookie is no longer good. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'waiting'; readonly until: number }
  | { readonly kind: 'refused' };

export type LiveListener = {
  readonly frame: (frame: ServerFrame) => void;
  /** `again`: what happened before may have been missed, so the queue has to be read. */
  readonly opened: (again: boolean) => void;
  readonly state: (state: LiveState) => void;
};

type QueuePlace = { readonly position: number; readonly epoch: string };

/** docs/protocol.md, closing: the token is no longer good. */
const TOKEN_REVOKED = 4401;
const BASE_MS = 1000;
const CAP_MS = 30_000;
/** Only a connection that held this long starts the waits from the beginning again. */
const STABLE_MS = 10_000;
/** How long a handshake may take, and the answer to what was followed. */
const ANSWER_MS = 10_000;
/** So many of the server's beats may pass in which nothing at all is heard. */
const BEATS = 1.5;
/** Refusals to follow that are no answer: the same may be taken in a moment. */
const PASSING: ReadonlySet<string> = new Set(['overloaded', 'internal', 'too_fast']);

/**
 * The console's one socket. It comes back after every break with full jitter: a wait drawn evenly from 0 to
 * min(30 s, 1 s * 2^tries), which spreads a thousand consoles best after a restart (Brooker, "Exponential Backoff and
 * Jitter", AWS Architecture Blog, 2015).
 */
export class LiveSocket {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Runs out where an answer is late; and where nothing was heard for too long. */
  private asking: ReturnType<typeof setTimeout> | undefined;
  private listening: ReturnType<typeof setTimeout> | undefined;
  private heardAt = 0;
  private tries = 0;
  /** Where each site's queue has been heard up to. */
  private readonly places = new Map<string, QueuePlace>();
  private closed = false;

  constructor(
    private readonly sites: readonly string[],
    private readonly listener: LiveListener,
  ) {
    addEventListener('online', this.retryNow);
    this.connect();
  }

  close(): void {
    this.closed = true;
    removeEventListener('online', this.retryNow);
    for (const timer of [this.timer, this.asking, this.listening]) clearTimeout(timer);
    this.socket?.close();
  }

  private connect(): void {
    this.listener.state({ kind: 'connecting' });
    const origin = location.origin.replace(/^http/, 'ws');
    const socket = new WebSocket(`${origin}/api/v1/live?lang=${language().code}`);
    this.socket = socket;
    let stable: ReturnType<typeof setTimeout> | undefined;
    this.asking = setTimeout(() => this.lost(socket), ANSWER_MS);
    socket.onopen = () => {
      for (const data of this.follows()) socket.send(JSON.stringify({ event: 'follow', data }));
      this.listener.state({ kind: 'live' });
      this.listener.opened(false);
      stable = setTimeout(() => (this.tries = 0), STABLE_MS);
    };
    socket.onmessage = (message) => {
      if (this.socket !== socket) return;
      this.heardAt = performance.now();
      this.onFrame(JSON.parse(String(message.data)) as ServerFrame, socket);
    };
    socket.onclose = ({ code }) => {
      clearTimeout(stable);
      this.lost(socket, code);
    };
  }

  /** It is closed, or so silent that it must be dead: the close of one that is dead may take minutes to be told. */
  private lost(socket: WebSocket, code?: number): void {
    if (this.closed || this.socket !== socket) return;
    this.socket = null;
    socket.close();
    clearTimeout(this.asking);
    clearTimeout(this.listening);
    if (code === TOKEN_REVOKED) return this.listener.state({ kind: 'refused' });
    this.comeBack();
  }

  /** A line that goes dead without a word tells nobody. The server's beat would have been heard by now. */
  private listen(socket: WebSocket, longest: number): void {
    clearTimeout(this.listening);
    const left = longest - (performance.now() - this.heardAt);
    if (left > 0) this.listening = setTimeout(() => this.listen(socket, longest), left);
    else this.lost(socket);
  }

  /** Each queue from where it was heard, and then what was asked for: `*` goes on with those, and begins with what is new. */
  private follows(): readonly object[] {
    const known = [...this.places].map(([queue, { position, epoch }]) => ({ queue, after: position, epoch }));
    const begun = this.sites.filter((site) => !this.places.has(site)).map((queue) => ({ queue }));
    return [...known, ...begun];
  }

  private onFrame(frame: ServerFrame, socket: WebSocket): void {
    const isRefused = frame.event === 'error' && frame.data.for === 'follow';
    if (isRefused || frame.event === 'following' || frame.event === 'beat') clearTimeout(this.asking);
    if (frame.event === 'beat') return this.listen(socket, frame.data.every * BEATS);
    if (isRefused && PASSING.has(frame.data.code)) return this.lost(socket);
    if (frame.event === 'queue') {
      const { site, position } = frame.data;
      const place = this.places.get(site);
      if (place && position <= place.position) return;
      if (place) this.places.set(site, { ...place, position });
    }
    this.listener.frame(frame);
    if ((frame.event !== 'following' && frame.event !== 'reset') || !('queue' in frame.data)) return;
    const { queue, position, epoch } = frame.data;
    const isNew = !this.places.has(queue);
    this.places.set(queue, { position, epoch });
    if (isNew || frame.event === 'reset') this.listener.opened(true);
  }

  private comeBack(): void {
    const wait = Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** this.tries);
    this.tries += 1;
    this.listener.state({ kind: 'waiting', until: Date.now() + wait });
    this.timer = setTimeout(() => this.connect(), wait);
  }

  private readonly retryNow = (): void => {
    if (this.socket?.readyState === WebSocket.OPEN || this.socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.timer);
    this.tries = 0;
    this.comeBack();
  };
}
