import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './clients.js';
import { Follower } from './followers.js';

/** ms that somebody looks at a thread, at most. */
const STAYS = 30_000;
/** ms between two pages that one reader reads, at most. */
const LOOKS = 250;
/** Pages further down that a reader reads of one thread, at most. */
const DEEP = 3;
const ORDERS = ['newest', 'oldest', 'best'];
const ENCODINGS = ['gzip', 'br', 'identity'];

const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** People who come to a forum's threads, read and follow, and go. */
export class Visitors {
  pages = 0;
  /** Pages that were refused for now. */
  refused = 0;
  visits = 0;
  /** What was not as the contract says. */
  readonly flaws: string[] = [];
  readonly wrong: string[] = [];
  private readonly going: Promise<void>[] = [];
  private readonly leaving = new AbortController();

  constructor(
    private readonly url: string,
    private readonly threads: readonly string[],
  ) {
    setMaxListeners(0, this.leaving.signal);
  }

  come(followers: number, readers: number): void {
    for (let n = 0; n < followers; n += 1) this.going.push(this.followOneAfterAnother());
    for (let n = 0; n < readers; n += 1) this.going.push(this.read());
  }

  /** Everybody goes. */
  async leave(): Promise<void> {
    this.leaving.abort();
    await Promise.all(this.going);
  }

  private async followOneAfterAnother(): Promise<void> {
    while (!this.leaving.signal.aborted) {
      const follower = new Follower(this.url, any(this.threads));
      const followed = follower.follow();
      await this.pause(STAYS);
      follower.end();
      await followed;
      this.visits += 1;
      this.flaws.push(...follower.flaws);
    }
  }

  /** A thread as JSON, with some of what stands further down, or as the page that a browser opens. */
  private async read(): Promise<void> {
    while (!this.leaving.signal.aborted) {
      const thread = any(this.threads);
      if (Math.random() < 0.25) await this.open(`${this.url}/threads/${thread}`);
      else await this.readDown(thread);
      await this.pause(LOOKS);
    }
  }

  private async readDown(thread: string): Promise<void> {
    let cursor: string | null = null;
    for (let page = 0; page < DEEP; page += 1) {
      const asked: string = cursor === null ? `sort=${any(ORDERS)}` : `cursor=${encodeURIComponent(cursor)}`;
      const answer = await ask(this.url, 'GET', `/threads/${thread}/messages?${asked}`).catch(() => null);
      if (!this.took(answer?.status) || !answer) return;
      cursor = (answer.body as { next: string | null }).next;
      if (cursor === null) return;
    }
  }

  private async open(page: string): Promise<void> {
    const headers = { 'accept-encoding': any(ENCODINGS) };
    const answer = await fetch(page, { headers, signal: AbortSignal.timeout(10_000) }).catch(() => null);
    await answer?.arrayBuffer().catch(() => undefined);
    this.took(answer?.status);
  }

  private took(status: number | undefined): boolean {
    this.pages += 1;
    if (status === 503) this.refused += 1;
    else if (status !== 200) this.wrong.push(`A page was answered ${status ?? 'by nothing'}`);
    return status === 200;
  }

  private pause(most: number): Promise<void> {
    return delay(Math.random() * most, undefined, { signal: this.leaving.signal }).catch(() => undefined);
  }
}
