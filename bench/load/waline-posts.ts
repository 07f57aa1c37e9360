import { randomBytes } from 'node:crypto';
import { perform } from '../programs.js';
import { prose } from '../prose.js';
import { quantile } from '../statistics.js';
import { run } from './crowd.js';
import type { Target } from './exchange.js';
import type { PostsDone } from './posts.js';

/** Posts to one of Waline's pages, as its own client does: no two with the same text or by the same reader. */
export type WalinePosts = {
  readonly target: Target;
  readonly connections: number;
  readonly seconds: number;
  readonly path: string;
};

export type WalinePostsDone = PostsDone & { readonly total: number };

let posts = 0;

perform<WalinePosts>(async ({ target, path, ...rest }) => {
  const series = randomBytes(6).toString('hex');
  const request = () => {
    posts += 1;
    const reader = { nick: `Reader ${posts}`, mail: `reader${posts}@example.com`, ua: 'Mozilla/5.0' };
    const body = JSON.stringify({ comment: `${prose(posts)} (${series}-${posts})`, url: path, ...reader });
    return (
      `POST /api/comment?lang=en HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    );
  };
  const { perSecond, ms, total } = await run({ ...rest, target, request, expect: 200 });
  return { perSecond, p50: quantile(ms, 0.5), p99: quantile(ms, 0.99), total } satisfies WalinePostsDone;
});
