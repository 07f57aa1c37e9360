import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Posts, PostsDone } from '../load/posts.js';
import type { Reads, ReadsDone } from '../load/reads.js';
import type { WalinePosts, WalinePostsDone } from '../load/waline-posts.js';
import { installWaline, Waline } from '../peers/waline.js';
import { Program } from '../programs.js';
import { interleave, median } from '../statistics.js';

const MESSAGES = 1_000;
const READERS = 32;
const POSTERS = 64;

/** The forum and Waline side by side: the first page of the same talk, and posts, with the same load and the same core. */
export const peers: Measurement = {
  name: 'peers',
  fetches: true,
  async measure(scale) {
    if (!installWaline()) {
      process.stderr.write('Waline cannot be installed here: it is not measured.\n');
      return [];
    }
    const [forum, waline] = [await Forum.start({ messages: MESSAGES, members: 1_024 }), await Waline.start(MESSAGES)];
    const reads = await Program.start<Reads>('load/reads.ts', 'load');
    const posts = await Program.start<Posts>('load/posts.ts', 'load');
    const theirPosts = await Program.start<WalinePosts>('load/waline-posts.ts', 'load');
    try {
      const run = { seconds: scale.seconds, headers: {}, expect: 200 };
      const page = `/api/v1/threads/${forum.seeded.thread}/messages`;
      const read = await interleave(
        Math.min(3, scale.pairs),
        () => reads.ask<ReadsDone>({ ...run, target: forum.target, path: page, connections: READERS }),
        () => reads.ask<ReadsDone>({ ...run, target: waline.target, path: waline.page, connections: READERS }),
      );
      const posted = await interleave(
        Math.min(3, scale.pairs),
        () => posts.ask<PostsDone>({ ...run, ...forum.seeded, target: forum.target, connections: POSTERS }),
        async () => {
          const before = await waline.count();
          const done = await theirPosts.ask<WalinePostsDone>({
            ...run,
            target: waline.target,
            path: waline.path,
            connections: POSTERS,
          });
          // It answers 200 to what it refuses as well.
          const stored = (await waline.count()) - before;
          if (stored !== done.total) throw new Error(`Waline stored ${stored} of ${done.total} posts`);
          return done;
        },
      );
      return [beside('waline.page.read', 'answers/s', read), beside('waline.post', 'posts/s', posted)];
    } finally {
      await Promise.all([reads, posts, theirPosts].map((program) => program.stop()));
      await Promise.all([forum.end(), waline.end()]);
    }
  },
};

type Rate = { readonly perSecond: number };

function beside(name: string, unit: string, runs: readonly { subject: Rate; limit: Rate }[]): Figure {
  const peer = median(runs.map(({ limit }) => limit.perSecond));
  const times = median(runs.map(({ subject, limit }) => subject.perSecond / limit.perSecond));
  const value = median(runs.map(({ subject }) => subject.perSecond));
  return { name, unit, better: 'higher', value, peer, note: `${times.toFixed(0)} times as many as Waline` };
}
