import { Audience } from '../audience.js';
import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Sending } from '../limits/ws.js';
import type { HeardInAll } from '../load/followers.js';
import type { Talk } from '../load/talk.js';
import { Program } from '../programs.js';
import { frameOf, threadAt } from '../reading.js';
import { interleave, median, paired } from '../statistics.js';

const FOLLOWERS = 5_000;
const PER_SECOND = 20;

/**
 * ms from the time that an event carries (the transaction's, so the commit is within) to its receipt by each follower. Both ends
 * read the clock of the same machine. The limit sends as often with `ws.send`, and stamps each message before its loop.
 */
export const liveLatency: Measurement = {
  name: 'live.latency',
  async measure(scale) {
    const count = scale.quick ? 50 : FOLLOWERS;
    const messages = Math.round(PER_SECOND * scale.seconds * 2);
    const forum = await Forum.start({ messages: 1_000, members: 1_024 });
    const { thread } = forum.seeded;
    const bare = await Program.start<Sending>('limits/ws.ts', 'subject');
    const port = await bare.ask<number>({ do: 'listen' });
    const talk = await Program.start<Talk>('load/talk.ts', 'load');
    const ours = await Audience.of(forum.target, thread, count);
    const theirs = await Audience.of({ host: '127.0.0.1', port }, thread, count);
    try {
      const frame = await frameOf(forum.target, thread);
      let sent = 0;
      const live = async (): Promise<HeardInAll> => {
        await talk.ask({ ...forum.seeded, target: forum.target, perSecond: PER_SECOND, messages });
        return ours.heard((await threadAt(forum.target, thread)).position);
      };
      const loop = async (): Promise<HeardInAll> => {
        const every = 1_000 / PER_SECOND;
        await bare.ask({ do: 'send', way: 'string', frame, position: sent + 1, messages, every });
        sent += messages;
        return theirs.heard(sent);
      };
      await live();
      const runs = await interleave(Math.min(3, scale.pairs), live, loop);
      const beside = (of: (heard: HeardInAll) => number) =>
        paired(runs.map(({ subject, limit }) => ({ subject: of(subject), limit: of(limit) })));
      const ms = { unit: 'ms', better: 'lower' } as const;
      return [
        { name: 'live.latency.p99', ...ms, ...beside(({ p99 }) => p99) },
        { name: 'live.latency.p50', ...ms, ...beside(({ p50 }) => p50) },
        { name: 'live.latency.longest', ...ms, value: median(runs.map(({ subject }) => subject.longest)) },
      ] satisfies Figure[];
    } finally {
      await Promise.all([talk, bare, ours, theirs].map((part) => part.stop()));
      await forum.end();
    }
  },
};
