import { perform } from '../programs.js';
import { quantile } from '../statistics.js';
import { Exchange, type Target } from './exchange.js';

/** So many connections that all ask for the same page at the same moment. */
export type Herd = { readonly target: Target; readonly path: string; readonly size: number };
/** ms until the first answer, and until so many of them were there. */
export type HerdDone = { readonly first: number; readonly p99: number; readonly last: number };

const AT_ONCE = 100;

perform<Herd>(async ({ target, path, size }) => {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\n\r\n`);
  const ms: number[] = [];
  let failed: Error | undefined;
  let finish: () => void = () => undefined;
  const exchanges: Exchange[] = [];
  const enter = async () => {
    while (exchanges.length < size) {
      const answered = ({ status, ms: took }: { status: number; ms: number }) => {
        if (status !== 200) failed ??= new Error(`Answered ${status}`);
        ms.push(took);
        if (ms.length === exchanges.length) finish();
      };
      exchanges.push(await Exchange.open(target, answered, (error) => (failed ??= error)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, AT_ONCE) }, enter));
  await new Promise<void>((resolve) => {
    finish = resolve;
    for (const exchange of exchanges) exchange.send(request);
  });
  for (const exchange of exchanges) exchange.close();
  if (failed) throw failed;
  return { first: Math.min(...ms), p99: quantile(ms, 0.99), last: Math.max(...ms) } satisfies HerdDone;
});
