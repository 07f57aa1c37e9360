import { randomBytes } from 'node:crypto';
import { perform } from '../programs.js';
import { quantile } from '../statistics.js';
import { prose } from '../prose.js';
import { run } from './crowd.js';
import type { Target } from './exchange.js';

/** Posts into these threads in turn: each connection takes its own members in turn, and no two posts share a text or a key. */
export type Posts = {
  readonly target: Target;
  readonly connections: number;
  readonly seconds: number;
  readonly threads: readonly string[];
  readonly tokens: readonly string[];
};
export type PostsDone = { readonly perSecond: number; readonly p50: number; readonly p99: number };

let posts = 0;

perform<Posts>(async ({ target, threads, tokens, ...rest }) => {
  const series = randomBytes(6).toString('hex');
  const request = () => {
    posts += 1;
    const body = JSON.stringify({ text: `${prose(posts)} (${series}-${posts})` });
    return (
      `POST /api/v1/threads/${threads[posts % threads.length]}/messages HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\n` +
      `Authorization: Bearer ${tokens[posts % tokens.length]}\r\nIdempotency-Key: ${series}-${posts}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    );
  };
  const { perSecond, ms } = await run({ ...rest, target, request, expect: 201 });
  return { perSecond, p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) } satisfies PostsDone;
});
