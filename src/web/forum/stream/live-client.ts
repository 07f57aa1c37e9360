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

const socketOfPage = (): Socket =>
  new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/api/v1/live`);

/** Follows the thread: over a socket, or over HTTP where sockets do not get through; comes back by itself. */
export class LiveClient {
  #connection: LiveConnection;
  #failures = 0;
  /** How often `follow` has not been answered by `following`, one after the other. */
  #unanswered = 0;
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
        const { token } = store.state;
        if (token) this.say({ event: 'authenticate', data: { token } });
        this.#follow();
      },
      frame: (frame) => this.#onFrame(frame),
      lost: (code, spread) => this.#lost(code, spread),
    });
  }

  say(frame: ClientFrame): void {
    this.#connection.send(frame);
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
        return this.#readMine();
      case 'own':
      case 'mine':
        // Moderators have decided on a message of this reader's, or on the reader.
        return this.store.set({ readings: this.store.state.readings + 1 });
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
    this.#readMine();
    if (epoch !== this.store.state.thread.epoch) mend(this.store, true);
    void flush(this.store);
  }

  /** Once the socket both follows and speaks for the reader: what moderators decided before that, it was not told. */
  #readMine(): void {
    const { connection, token, readings } = this.store.state;
    if (connection === 'live' && token) this.store.set({ readings: readings + 1 });
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
