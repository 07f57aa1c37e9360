import { Exchange, type Answered, type Target } from './exchange.js';

export type Crowd = {
  readonly target: Target;
  readonly connections: number;
  /** Seconds in which answers count; a tenth of it before them does not. */
  readonly seconds: number;
  /** The next request on a connection. */
  request(connection: number): Buffer | string;
  /** The only status that counts as success. */
  readonly expect: number;
};
export type Answers = {
  readonly perSecond: number;
  /** Of one answer, on average. */
  readonly bytes: number;
  readonly ms: readonly number[];
  /** Every answer, also those before and after what counts. */
  readonly total: number;
};

/**
 * Every connection asks, waits for the answer, and asks again.
 * @throws Error for any other answer than the expected one
 */
export function run({ target, connections, seconds, request, expect }: Crowd): Promise<Answers> {
  return new Promise((resolve, reject) => {
    const ms: number[] = [];
    const opened: Exchange[] = [];
    let bytes = 0;
    let total = 0;
    let pending = 0;
    let from = Infinity;
    let until = Infinity;
    const finish = () => {
      for (const exchange of opened) exchange.close();
      resolve({ perSecond: (ms.length / (until - from)) * 1_000, bytes: bytes / ms.length, ms, total });
    };
    const fail = (error: Error) => {
      for (const exchange of opened) exchange.close();
      reject(error);
    };
    const on = (connection: number) => (answer: Answered, exchange: Exchange) => {
      if (answer.status !== expect) return fail(new Error(`Answered ${answer.status} where ${expect} was due`));
      const now = performance.now();
      total += 1;
      if (now >= from && now < until) {
        ms.push(answer.ms);
        bytes += answer.bytes;
      }
      if (now < until) return exchange.send(request(connection));
      pending -= 1;
      if (pending === 0) finish();
    };
    Promise.all(Array.from({ length: connections }, (_, index) => Exchange.open(target, on(index), fail))).then(
      (exchanges) => {
        opened.push(...exchanges);
        pending = exchanges.length;
        from = performance.now() + seconds * 100;
        until = from + seconds * 1_000;
        for (const [index, exchange] of exchanges.entries()) exchange.send(request(index));
      },
      fail,
    );
  });
}
