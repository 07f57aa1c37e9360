import { language } from '../../i18n/format.js';
import type { ServerFrame } from '../../live/live.schema.js';
import { backOff } from '../live/back-off.js';
import { LiveConnection, TOKEN_REVOKED } from '../live/live-connection.js';

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
type QueueFollow = { readonly queue: string; readonly after?: number; readonly epoch?: string };

/** All sites, as a role on every site names them. */
const EVERY_SITE = '*';
/** Only a connection that held this long (ms) starts the waits from the beginning again. */
const STABLE = 10_000;
/** Refusals to follow that are no answer: the same may be taken in a moment. */
const PASSING: ReadonlySet<string> = new Set(['overloaded', 'internal', 'too_fast']);

/** Follows the queues of the console's sites, and comes back after every break. */
export class LiveQueues {
  private readonly connection: LiveConnection;
  /** Whether there is a socket, be it only on its way. */
  private isThere = false;
  private openedAt = Infinity;
  private tries = 0;
  /** Where each site's queue has been heard up to. */
  private readonly places = new Map<string, QueuePlace>();
  /** Discussions of which only the number of messages is followed. */
  private counted: readonly string[] = [];
  /** Queues that were asked for, and that nothing was said of yet. */
  private awaited = new Set<string>();

  constructor(
    private readonly sites: readonly string[],
    private readonly listener: LiveListener,
  ) {
    this.connection = new LiveConnection(() => this.connect(), {
      opened: () => this.opened(),
      frame: (frame) => this.onFrame(frame),
      lost: (code, spread) => this.lost(code, spread),
    });
    addEventListener('online', this.retryNow);
    this.connection.open();
  }

  /** Follows how many messages these discussions have, in the place of those before. */
  count(threadIds: readonly string[]): void {
    this.counted = threadIds;
    if (threadIds.length === 0) this.connection.send({ event: 'unfollow', data: { counts: true } });
    else this.connection.send({ event: 'follow', data: { counts: [...threadIds] } });
  }

  close(): void {
    removeEventListener('online', this.retryNow);
    this.connection.close();
  }

  private connect(): WebSocket {
    this.isThere = true;
    this.listener.state({ kind: 'connecting' });
    return new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live?lang=${language().code}`);
  }

  private opened(): void {
    this.openedAt = performance.now();
    const follows = this.follows();
    this.awaited = new Set(follows.map(({ queue }) => queue));
    for (const data of follows) this.connection.send({ event: 'follow', data });
    if (this.counted.length > 0) this.count(this.counted);
    this.connection.expect(() => this.connection.lose());
    this.listener.state({ kind: 'live' });
    this.listener.opened(false);
  }

  private lost(code?: number, spread?: number): number | null {
    if (performance.now() - this.openedAt >= STABLE) this.tries = 0;
    this.isThere = false;
    this.openedAt = Infinity;
    if (code === TOKEN_REVOKED) {
      removeEventListener('online', this.retryNow);
      this.listener.state({ kind: 'refused' });
      return null;
    }
    return this.wait(spread);
  }

  /** Each queue from where it was heard, and then what was asked for: `*` goes on with those, and begins with what is new. */
  private follows(): readonly QueueFollow[] {
    const known = [...this.places].map(([queue, { position, epoch }]) => ({ queue, after: position, epoch }));
    const begun = this.sites.filter((site) => !this.places.has(site)).map((queue) => ({ queue }));
    return [...known, ...begun];
  }

  private onFrame(frame: ServerFrame): void {
    const isRefused = frame.event === 'error' && frame.data.for === 'follow' && !frame.data.counts;
    if (isRefused || frame.event === 'following' || frame.event === 'beat') this.onAnswer(frame.data);
    if (frame.event === 'beat') return;
    if (isRefused && PASSING.has(frame.data.code)) return this.connection.lose();
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

  /** To whoever asked for every site something is said of each, and where there is none a beat. */
  private onAnswer(data: object): void {
    this.awaited.delete(EVERY_SITE);
    if ('queue' in data) this.awaited.delete(String(data.queue));
    if (this.awaited.size === 0) this.connection.answered();
  }

  /** ms until the next try. */
  private wait(spread = 0): number {
    const wait = backOff(this.tries, spread);
    this.tries += 1;
    this.listener.state({ kind: 'waiting', until: Date.now() + wait });
    return wait;
  }

  private readonly retryNow = (): void => {
    if (this.isThere) return;
    this.tries = 0;
    this.connection.comeBack(this.wait());
  };
}
