import { Audience } from '../audience.js';
import { processorTime } from '../costs.js';
import type { Figure, Measurement, Scale } from '../figure.js';
import { Forum } from '../forum.js';
import type { Sending, Way } from '../limits/ws.js';
import type { HeardInAll } from '../load/followers.js';
import type { Posts, PostsDone } from '../load/posts.js';
import type { Talk } from '../load/talk.js';
import { Program } from '../programs.js';
import { frameOf, threadAt } from '../reading.js';
import { interleave, median, paired, type Pair } from '../statistics.js';

/** Deliveries of one run of the limit, whatever the number of followers. */
const DELIVERIES = 200_000;
/** Deliveries a second where every event goes alone: less than any side can, so that none waits for the next. */
const CALM = 20_000;
/** Connections that post as fast as they are answered. */
const POSTERS = 16;

/**
 * Deliveries a second: an event that has reached a follower is one. Under a storm of posts the forum puts all that came since the
 * last round into one frame; its limit loops `ws.send` over as many clients, a message a frame. `single` is the same work on
 * both sides, one event a frame: deliveries for each second of the server's processor.
 */
export const liveFanout: Measurement = {
  name: 'live.fanout',
  async measure(scale) {
    const figures: Figure[] = [];
    for (const followers of scale.quick ? [50] : [2_000, 10_000]) figures.push(...(await fanOutTo(followers, scale)));
    return figures;
  },
};

async function fanOutTo(count: number, scale: Scale): Promise<Figure[]> {
  const stage = await Stage.set(count, scale);
  try {
    await stage.storm();
    await stage.loop('string');
    // More followers take longer, and more of them vary less.
    const pairs = Math.max(1, scale.pairs - (count > 2_000 ? 2 : 0));
    const storms = await interleave(
      pairs,
      () => stage.storm(),
      async () => ({ string: await stage.loop('string'), encoded: await stage.loop('encoded') }),
    );
    const calms = await interleave(
      Math.min(pairs, 3),
      () => stage.calm(),
      async () => ({ string: await stage.calmLoop('string'), encoded: await stage.calmLoop('encoded') }),
    );
    const beside = <A>(runs: readonly { subject: A; limit: Record<Way, A> }[], way: Way, of: (run: A) => number) =>
      paired(runs.map(({ subject, limit }): Pair => ({ subject: of(subject), limit: of(limit[way]) })));
    const perFrame = (runs: readonly { subject: Rate }[]) =>
      `${median(runs.map(({ subject }) => subject.perFrame)).toFixed(1)} events a frame`;
    const name = `live.fanout.${count}`;
    const rate = { unit: 'deliveries/s', better: 'higher' } as const;
    const cost = { unit: 'deliveries/cpu-s', better: 'higher' } as const;
    const deliveries = ({ perSecond }: Rate) => perSecond;
    const perCpu = ({ perProcessorSecond }: Rate) => perProcessorSecond;
    return [
      { name, ...rate, ...beside(storms, 'string', deliveries), note: perFrame(storms) },
      { name: `${name}.encoded`, ...rate, ...beside(storms, 'encoded', deliveries), note: 'limit: frame made once' },
      { name: `${name}.single`, ...cost, ...beside(calms, 'string', perCpu), note: perFrame(calms) },
      { name: `${name}.single.encoded`, ...cost, ...beside(calms, 'encoded', perCpu), note: 'limit: frame made once' },
    ];
  } finally {
    await stage.clear();
  }
}

/** How fast, at what cost, and how many events to a frame. */
type Rate = { readonly perSecond: number; readonly perProcessorSecond: number; readonly perFrame: number };

type Parts = {
  readonly count: number;
  readonly scale: Scale;
  readonly forum: Forum;
  readonly bare: Program<Sending>;
  readonly posters: Program<Posts>;
  readonly talkers: Program<Talk>;
  readonly ours: Audience;
  readonly theirs: Audience;
  /** What the bare server sends. */
  readonly frame: string;
};

/** The forum with its followers, and a bare server with as many. */
class Stage {
  /** Messages that the bare server has sent. */
  private sent = 0;

  private constructor(private readonly on: Parts) {}

  static async set(count: number, scale: Scale): Promise<Stage> {
    const forum = await Forum.start({ messages: 1_000, members: 1_024 });
    const { thread } = forum.seeded;
    const bare = await Program.start<Sending>('limits/ws.ts', 'subject');
    const port = await bare.ask<number>({ do: 'listen' });
    return new Stage({
      count,
      scale,
      forum,
      bare,
      posters: await Program.start<Posts>('load/posts.ts', 'load'),
      talkers: await Program.start<Talk>('load/talk.ts', 'load'),
      ours: await Audience.of(forum.target, thread, count),
      theirs: await Audience.of({ host: '127.0.0.1', port }, thread, count),
      frame: await frameOf(forum.target, thread),
    });
  }

  storm(): Promise<Rate> {
    const { target, seeded } = this.on.forum;
    const { seconds } = this.on.scale;
    return this.live(() => this.on.posters.ask<PostsDone>({ ...seeded, target, connections: POSTERS, seconds }));
  }

  calm(): Promise<Rate> {
    const { target, seeded } = this.on.forum;
    return this.live(() => this.on.talkers.ask({ ...seeded, ...this.pace, target }));
  }

  loop(way: Way): Promise<Rate> {
    return this.send(way, Math.max(10, Math.round(DELIVERIES / this.on.count)));
  }

  calmLoop(way: Way): Promise<Rate> {
    return this.send(way, this.pace.messages, 1_000 / this.pace.perSecond);
  }

  async clear(): Promise<void> {
    const { forum, bare, posters, talkers, ours, theirs } = this.on;
    await Promise.all([bare, posters, talkers, ours, theirs].map((part) => part.stop()));
    await forum.end();
  }

  private get pace(): { perSecond: number; messages: number } {
    const perSecond = CALM / this.on.count;
    return { perSecond, messages: Math.max(4, Math.round(perSecond * this.on.scale.seconds * 1.5)) };
  }

  private live(post: () => Promise<unknown>): Promise<Rate> {
    return this.rate(this.on.forum.server.pid, async () => {
      await post();
      const { position } = await threadAt(this.on.forum.target, this.on.forum.seeded.thread);
      return this.on.ours.heard(position);
    });
  }

  private send(way: Way, messages: number, every?: number): Promise<Rate> {
    return this.rate(this.on.bare.pid, async () => {
      const { sent } = this;
      const { frame } = this.on;
      await this.on.bare.ask({ do: 'send', way, frame, position: sent + 1, messages, every });
      this.sent += messages;
      return this.on.theirs.heard(this.sent);
    });
  }

  private async rate(pid: number, run: () => Promise<HeardInAll>): Promise<Rate> {
    const before = await processorTime(pid);
    const begun = performance.now();
    const { events, frames } = await run();
    const ms = performance.now() - begun;
    const after = await processorTime(pid);
    // Where nobody counts processor time, the time on the wall is all there is.
    const cost = before === undefined || after === undefined ? ms : after - before;
    return {
      perSecond: (events / ms) * 1_000,
      perProcessorSecond: (events / cost) * 1_000,
      perFrame: events / frames,
    };
  }
}
