import type { ClientFrame, ServerFrame } from '../../../live/live.schema.js';
import { flush } from '../composer/posting.js';
import { chunk } from '../chunk.js';
import { leave } from '../session/session.js';
import type { Store } from '../state/store.js';
import { backOff, FIRST, LONGEST } from './back-off.js';
import { mend, takeEvents } from './take-events.js';
import { takeSignal } from './signals.js';

/** Waits in ms: for a handshake; for the answer to `follow`. */
const HANDSHAKE = 10_000;
const ANSWER = 10_000;
/** So many of the server's beats may pass in which nothing at all is heard. */
const BEATS = 1.5;
/** Who reads and who writes, as long as nobody tells. */
const NOBODY = { readers: null, typing: [] };
/** After so many handshakes that failed, the page reads its events over HTTP, and goes on knocking. */
const FAILURES_BEFORE_POLLING = 2;
const OPEN = 1;
const TOKEN_REVOKED = 4401;
const POLICY = 1008;

type Timer = ReturnType<typeof setTimeout>;
/** What of a WebSocket is used here. */
export type Socket = Pick<WebSocket, 'readyState' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

const socketOfPage = (): Socket =>
  new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/api/v1/live`);

/** Follows the thread: over a socket, or over HTTP where sockets do not get through; comes back by itself. */
export class LiveClient {
  #socket: Socket | null = null;
  #failures = 0;
  /** How often `follow` has not been answered by `following`, one after the other. */
  #unanswered = 0;
  #heardAt = 0;
  /** The polling that is wanted; none while the socket holds. */
  #polling: object | null = null;
  #coming: Timer | undefined;
  #asking: Timer | undefined;
  #listening: Timer | undefined;

  constructor(
    private readonly store: Store,
    private readonly connect: () => Socket = socketOfPage,
    private readonly isUnseen: () => boolean = () => document.hidden,
  ) {}

  say(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  open(): void {
    const { store } = this;
    const mine = this.connect();
    this.#socket?.close();
    this.#socket = mine;
    this.#unanswered = 0;
    clearTimeout(this.#listening);
    const tooLong = setTimeout(() => this.#lost(mine), HANDSHAKE);
    mine.onopen = () => {
      clearTimeout(tooLong);
      if (this.#socket !== mine) return;
      const { token } = store.state;
      if (token) this.say({ event: 'authenticate', data: { token } });
      this.#follow();
    };
    mine.onmessage = ({ data }: MessageEvent) => {
      if (this.#socket !== mine) return;
      this.#heardAt = performance.now();
      this.#onFrame(JSON.parse(String(data)) as ServerFrame);
    };
    mine.onclose = ({ code }) => {
      clearTimeout(tooLong);
      this.#lost(mine, code);
    };
  }

  comeBack(wait: number): void {
    clearTimeout(this.#coming);
    this.#coming = setTimeout(() => this.open(), wait);
  }

  /** The socket is closed, or so silent that it must be dead: a close of one that is dead may take minutes to be told. */
  #lost(mine: Socket, code?: number): void {
    if (this.#socket !== mine) return;
    this.#socket = null;
    mine.close();
    clearTimeout(this.#asking);
    clearTimeout(this.#listening);
    if (code === TOKEN_REVOKED) leave(this.store);
    this.#failures++;
    if (this.store.state.connection === 'live') this.store.set({ connection: 'connecting', ...NOBODY });
    if (this.#failures >= FAILURES_BEFORE_POLLING) this.#poll();
    this.comeBack(code === POLICY ? LONGEST : backOff(this.#failures));
  }

  /** Asks for the thread from where the page stands. What is not answered is asked again, and at last on another socket. */
  #follow(): void {
    const { thread } = this.store.state;
    this.say({ event: 'follow', data: { thread: thread.id, after: thread.position, epoch: thread.epoch } });
    clearTimeout(this.#asking);
    const socket = this.#socket;
    this.#asking = setTimeout(() => {
      this.#unanswered++;
      if (this.#unanswered > 1 && socket) this.#lost(socket);
      else this.#follow();
    }, ANSWER);
  }

  #onFrame(frame: ServerFrame): void {
    switch (frame.event) {
      case 'following':
        if ('thread' in frame.data) this.#arrived(frame.data);
        return;
      case 'beat':
        return this.#listen(frame.data.every * BEATS);
      case 'events':
        return takeEvents(this.store, frame.data.events);
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
    clearTimeout(this.#asking);
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

  /** A line that goes dead without a word tells nobody. The server's beat would have been heard by now. */
  #listen(longest: number): void {
    clearTimeout(this.#listening);
    const socket = this.#socket;
    const left = longest - (performance.now() - this.#heardAt);
    if (left > 0) this.#listening = setTimeout(() => this.#listen(longest), left);
    else if (socket) {
      this.#lost(socket);
      this.store.set({ connection: 'reconnecting' });
      this.comeBack(0);
    }
  }

  #refused(error: { code: string; for?: string | undefined }): void {
    if (error.code === 'sign_in_required') leave(this.store);
    if (error.for !== 'follow') return;
    this.#unanswered++;
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#follow(), FIRST + backOff(this.#unanswered));
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
