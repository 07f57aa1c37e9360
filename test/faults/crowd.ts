import { checkDatabase, checkJournal, checkOrder, checkPages, checkStreams } from './checker.js';
import { askUntilServed, guest, openThread, Poster, type Manner } from './clients.js';
import type { Run } from './fault.js';
import { Follower, type Ears } from './followers.js';
import { Journal } from './journal.js';
import { times } from './times.js';
import { until } from '../support/until.js';

export type Plan = {
  readonly posters: number;
  readonly followers: number;
  /** Longest time that a poster thinks between two posts, in ms. */
  readonly think: number;
  readonly manner?: Manner;
  readonly ears?: Ears;
};

/** Where the forum is found, and its database: a server or a fleet of them. */
export type Place = { readonly url: string; readonly database: string };

/** One article, and everyone who posts under it and follows it while something goes wrong. */
export class Crowd {
  readonly journal = new Journal();
  private going: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly place: Place,
    readonly thread: string,
    readonly followers: readonly Follower[],
    private readonly posters: readonly Poster[],
    private readonly think: number,
  ) {}

  /** Everyone is there, and has said nothing yet. */
  static async gather(run: Run, place: Place, plan: Plan): Promise<Crowd> {
    const { url } = place;
    const { id } = await openThread(url);
    const followers = times(plan.followers, () => new Follower(url, id, plan.ears));
    const guests = await Promise.all(times(plan.posters, (n) => guest(url, `Poster ${n}`)));
    const posters: Poster[] = [];
    const crowd = new Crowd(place, id, followers, posters, plan.think);
    posters.push(...guests.map((one) => new Poster(url, one, crowd.journal, plan.manner)));
    run.afterwards(() => crowd.scatter());
    for (const follower of followers) void follower.follow();
    await until('everyone follows', () => followers.every(({ position }) => position !== null));
    return crowd;
  }

  begin(): void {
    this.going = Promise.all(this.posters.map((poster) => poster.postOn(this.thread, this.think)));
  }

  /** Everyone says no more, has been told what became of the last, and has heard of everything. */
  async settle(run: Run): Promise<void> {
    this.stop();
    await this.going;
    const { body } = await askUntilServed(this.place.url, 'GET', `/threads/${this.thread}`);
    const { position } = body as { position: number };
    const behind = () => this.followers.filter((follower) => (follower.position ?? 0) < position);
    await until('everyone has heard everything', () => behind().length === 0, 30_000).catch(() =>
      run.found('gap', [`${behind().length} followers never came to position ${position}`]),
    );
  }

  /** I1 to I5, from what everyone was told. */
  async check(run: Run, followers: readonly Follower[] = this.followers): Promise<void> {
    const { database, url } = this.place;
    await checkDatabase(run, database);
    await checkJournal(run, database, this.journal);
    checkOrder(run, this.journal);
    await checkPages(run, url, this.thread, this.journal);
    await checkStreams(run, database, this.thread, followers);
    const { acknowledged, entries } = this.journal;
    run.measured('acknowledged', acknowledged.length, { unit: 'posts', least: 1 });
    run.measured('sent more than once', entries.filter(({ tries }) => tries > 1).length, { unit: 'posts' });
    run.measured('answered as before', entries.filter(({ replayed }) => replayed).length, { unit: 'posts' });
  }

  private stop(): void {
    for (const poster of this.posters) poster.stop();
  }

  /** However the run ended: nobody goes on. */
  private scatter(): void {
    this.stop();
    for (const follower of this.followers) follower.end();
  }
}
