import type { ClientFrame, ServerFrame } from '../../../live/live.schema.js';
import { backOff, FIRST, LONGEST } from '../../live/back-off.js';
import { LiveConnection, SILENT, TOKEN_REVOKED, type Socket } from '../../live/live-connection.js';
import { flush } from '../composer/posting.js';
import { chunk } from '../chunk.js';
import { leave } from '../session/session.js';
import type { Store } from '../state/store.js';
import { mend, takeEvents } from './take-events.js';
import { takeSignal } from './signals.js';

/** Who reads and who writes, as long as nobody tells. */
const NOBODY = { readers: null, typing: [] };
/** After so many handshakes that failed, the page reads its events over HTTP, and goes on knocking. */
const FAILURES_BEFORE_POLLING = 2;
const POLICY = 1008;

type FollowInbox = { readonly inbox: true; readonly after?: number | undefined; readonly epoch?: string | undefined };
type InboxEvents = { readonly events: readonly { readonly position: number; readonly epoch?: undefined }[] };
type InboxFrame =
  | {
      readonly event: 'following' | 'reset' | 'events';
      readonly data: { readonly position: number; readonly epoch: string } | InboxEvents;
    }
  | { readonly event: 'error'; readonly data: object };

const socketOfPage = (): Socket =>
  new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/api/v1/live`);

/** Follows the thread: over a socket, or over HTTP where sockets do not get through; comes back by itself. */
export class LiveClient {
  #connection: LiveConnection;
  #failures = 0;
  /** How often `follow` has not been answered by `following`, one after the other. */
  #unanswered = 0;
  /** Whom the socket speaks for, and up to where their inbox is known here. */
  #token: string | null = null;
  #inbox: FollowInbox = { inbox: true };
  /** The polling that is wanted; none while the socket holds. */
  #polling: object | null = null;

  constructor(
    private readonly store: Store,
    connect: () => Socket = socketOfPage,
    private readonly isUnseen: () => boolean = () => document.hidden,
  ) {
    this.#connection = new LiveConnection(connect, {
      opened: () => {
        this.#unanswered = 0;
        this.authenticate();
        this.#follow();
      },
      frame: (frame) => this.#onFrame(frame),
      lost: (code, spread) => this.#lost(code, spread),
    });
  }

  say(frame: ClientFrame): void {
    this.#connection.send(frame);
  }

  /** The socket speaks for the reader from now on. */
  authenticate(): void {
    const { token } = this.store.state;
    if (token !== this.#token) this.#inbox = { inbox: true };
    this.#token = token;
    if (token) this.say({ event: 'authenticate', data: { token } });
  }

  open(): void {
    this.#connection.open();
  }

  comeBack(wait: number): void {
    this.#connection.comeBack(wait);
  }

  #lost(code?: number, spread?: number): number {
    const { store } = this;
    // The socket's own; the reader may have another by now. Whether that is good, the next answer says.
    if (code === TOKEN_REVOKED) this.#readMine();
    this.#failures++;
    if (code === SILENT) store.set({ connection: 'reconnecting', ...NOBODY });
    else if (store.state.connection === 'live') store.set({ connection: 'connecting', ...NOBODY });
    if (this.#failures >= FAILURES_BEFORE_POLLING) this.#poll();
    if (code === SILENT) return 0;
    return code === POLICY ? LONGEST : backOff(this.#failures, spread);
  }

  /** Asks for the thread from where the page stands. What is not answered is asked again, and at last on another socket. */
  #follow(): void {
    const { thread } = this.store.state;
    this.say({ event: 'follow', data: { thread: thread.id, after: thread.position, epoch: thread.epoch } });
    this.#connection.expect(() => {
      this.#unanswered++;
      if (this.#unanswered > 1) this.#connection.lose();
      else this.#follow();
    });
  }

  #onFrame(frame: ServerFrame): void {
    if ('inbox' in frame.data) return this.#onInbox(frame as InboxFrame);
    switch (frame.event) {
      case 'following':
        if ('thread' in frame.data) this.#arrived(frame.data);
        return;
      case 'events':
        if ('thread' in frame.data) takeEvents(this.store, frame.data.events);
        return;
      case 'reset':
        return mend(this.store, true);
      case 'signal':
        return takeSignal(this.store, frame.data);
      case 'authenticated':
        return this.say({ event: 'follow', data: this.#inbox });
      case 'error':
        return this.#refused(frame.data);
    }
  }

  #arrived({ readers, epoch }: { readers: number; epoch: string }): void {
    this.#failures = 0;
    this.#unanswered = 0;
    this.#connection.answered();
    this.#polling = null;
    this.store.set({ connection: 'live', typing: [], readers });
    if (epoch !== this.store.state.thread.epoch) mend(this.store, true);
    void flush(this.store);
  }

  /** What moderators decided on the reader, or on a message of theirs. Who comes back and has missed nothing of it reads nothing. */
  #onInbox({ event, data }: InboxFrame): void {
    const before = this.#inbox.epoch;
    if (event === 'error') return;
    const { position: after, epoch = before } = 'events' in data ? data.events.at(-1)! : data;
    this.#inbox = { inbox: true, after, epoch };
    if (event !== 'following' || epoch !== before) this.#readMine();
  }

  #readMine(): void {
    this.store.set({ readings: this.store.state.readings + 1 });
  }

  #refused(error: { code: string; for?: string | undefined }): void {
    if (error.code === 'sign_in_required') leave(this.store);
    if (error.for !== 'follow') return;
    this.#unanswered++;
    this.#connection.expect(() => this.#follow(), FIRST + backOff(this.#unanswered));
  }

  #poll(): void {
    if (this.#polling) return;
    const mine = {};
    this.#polling = mine;
    void chunk(() => import('./polling.js')).then(
      ({ poll }) => poll(this.store, { isWanted: () => this.#polling === mine, isUnseen: this.isUnseen }),
      () => {
        this.#polling = null;
        this.store.set({ connection: 'offline' });
      },
    );
  }
}
