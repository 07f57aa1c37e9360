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
 * Every connection asks, waits for the answer, and asks again. A machine that stands still is given the time for one answer to each.
 * @throws Error for any other answer than the expected one
 */
export function run({ target, connections, seconds, request, expect }: Crowd): Promise<Answers> {
  return new Promise((resolve, reject) => {
    const opened: Exchange[] = [];
    const ms: number[] = [];
    let bytes = 0;
    let total = 0;
    let from = Infinity;
    let until: number | undefined;
    let asking = connections;
    const fail = (error: Error) => {
      for (const exchange of opened) exchange.close();
      reject(error);
    };
    const finish = (end: number) => {
      for (const exchange of opened) exchange.close();
      resolve({ perSecond: (ms.length / (end - from)) * 1_000, bytes: bytes / ms.length, ms, total });
    };
    const count = (answer: Answered, now: number) => {
      ms.push(answer.ms);
      bytes += answer.bytes;
      if (now >= from + seconds * 1_000 && ms.length >= connections) until = now;
    };
    const on = (connection: number) => (answer: Answered, exchange: Exchange) => {
      if (answer.status !== expect) return fail(new Error(`Answered ${answer.status} where ${expect} was due`));
      const now = performance.now();
      total += 1;
      if (until === undefined && now >= from) count(answer, now);
      if (until === undefined) return exchange.send(request(connection));
      asking -= 1;
      if (asking === 0) finish(until);
    };
    Promise.all(Array.from({ length: connections }, (_, index) => Exchange.open(target, on(index), fail))).then(
      (exchanges) => {
        opened.push(...exchanges);
        from = performance.now() + seconds * 100;
        for (const [index, exchange] of exchanges.entries()) exchange.send(request(index));
      },
      fail,
    );
  });
}
