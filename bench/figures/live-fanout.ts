import type { Figure, Measurement, Scale } from '../figure.js';
import { Forum } from '../forum.js';
import type { Sending, Way } from '../limits/ws.js';
import type { Target } from '../load/exchange.js';
import type { Following, HeardInAll } from '../load/followers.js';
import type { Posts, PostsDone } from '../load/posts.js';
import { Program } from '../programs.js';
import { interleave, median, paired } from '../statistics.js';

/** Deliveries of one run, whatever the number of followers. */
const DELIVERIES = 200_000;
/** Connections that post meanwhile. */
const POSTERS = 16;

/**
 * Deliveries a second: an event that has reached a follower is one. The forum is posted to as fast as it takes it; its limit loops
 * `ws.send` over as many clients with frames of the same content, one message a frame.
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
  const forum = await Forum.start({ messages: 1_000, members: 1_024 });
  const load = await Program.start<Posts>('load/posts.ts', 'load');
  const bare = await Program.start<Sending>('limits/ws.ts', 'subject');
  const [ours, theirs] = [await crowd(), await crowd()];
  try {
    const { thread, tokens } = forum.seeded;
    const port = await bare.ask<number>({ do: 'listen' });
    await ours.ask({ do: 'follow', target: forum.target, thread, count });
    await theirs.ask({ do: 'follow', target: { host: '127.0.0.1', port }, thread, count });
    const messages = Math.max(10, Math.round(DELIVERIES / count));
    const posts = { target: forum.target, connections: POSTERS, seconds: scale.seconds, thread, tokens };
    const frame = await frameOf(forum.target, thread);
    let sent = 0;
    const loop = async (way: Way) => {
      const begun = performance.now();
      await bare.ask({ do: 'send', way, frame, position: sent + 1, messages });
      sent += messages;
      await theirs.ask({ do: 'wait', position: sent });
      return rate(await theirs.ask<HeardInAll>({ do: 'take' }), performance.now() - begun);
    };
    const live = async () => {
      const begun = performance.now();
      await load.ask<PostsDone>(posts);
      await ours.ask({ do: 'wait', position: (await standing(forum.target, thread)).position });
      return rate(await ours.ask<HeardInAll>({ do: 'take' }), performance.now() - begun);
    };
    await live();
    await loop('string');
    const runs = await interleave(scale.pairs, live, async () => ({
      string: await loop('string'),
      encoded: await loop('encoded'),
    }));
    const beside = (way: Way) =>
      paired(runs.map(({ subject, limit }) => ({ subject: subject.events, limit: limit[way].events })));
    const perFrame = median(runs.map(({ subject }) => subject.events / subject.frames));
    const base = { unit: 'deliveries/s', better: 'higher' } as const;
    return [
      { name: `live.fanout.${count}`, ...base, ...beside('string'), note: `${perFrame.toFixed(1)} events a frame` },
      { name: `live.fanout.${count}.encoded`, ...base, ...beside('encoded'), note: 'limit: frame made once' },
      {
        name: `live.fanout.${count}.frames`,
        unit: 'frames/s',
        better: 'higher',
        ...paired(runs.map(({ subject, limit }) => ({ subject: subject.frames, limit: limit.string.frames }))),
      },
    ];
  } finally {
    await Promise.all([load, bare, ours, theirs].map((program) => program.stop()));
    await forum.end();
  }
}

const crowd = () => Program.start<Following>('load/followers.ts', 'load');

const rate = ({ events, frames }: HeardInAll, ms: number) => ({
  events: (events / ms) * 1_000,
  frames: (frames / ms) * 1_000,
});

type Standing = { readonly position: number };

async function standing({ host, port }: Target, thread: string): Promise<Standing> {
  return (await (await fetch(`http://${host}:${port}/api/v1/threads/${thread}`)).json()) as Standing;
}

/** An `events` frame of one event, as the forum would send it. */
async function frameOf(target: Target, thread: string): Promise<string> {
  const { position } = await standing(target, thread);
  const answer = await fetch(
    `http://${target.host}:${target.port}/api/v1/threads/${thread}/events?after=${position - 1}`,
  );
  const { events } = (await answer.json()) as { events: unknown[] };
  return JSON.stringify({ event: 'events', data: { thread, events } });
}
