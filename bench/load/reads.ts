import { perform } from '../programs.js';
import { quantile } from '../statistics.js';
import { run, type Answers } from './crowd.js';
import type { Target } from './exchange.js';

/** Asks for one page over and over. */
export type Reads = {
  readonly target: Target;
  readonly connections: number;
  readonly seconds: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expect: number;
};
export type ReadsDone = Pick<Answers, 'perSecond' | 'bytes'> & {
  /** ms. */
  readonly p99: number;
};

perform<Reads>(async ({ target, path, headers, ...rest }) => {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${target.host}:${target.port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const request = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  const { perSecond, bytes, ms } = await run({ ...rest, target, request: () => request });
  return { perSecond, bytes, p99: quantile(ms, 0.99) } satisfies ReadsDone;
});
