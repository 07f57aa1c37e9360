import type { Redis } from 'ioredis';

/** As much of Redis as limits ask for, in memory: what was counted, and for how many seconds; `away` as long as it does not answer. */
export class CountingRedis {
  status: 'ready' | 'reconnecting' = 'ready';
  readonly counted = new Map<string, number>();
  readonly seconds = new Map<string, number>();
  /** How often it was asked. */
  asked = 0;

  readonly commands: string[] = [];

  defineCommand(name: string): void {
    this.commands.push(name);
  }

  /** What the rate limiter has Redis do: counts under a key, and answers how many there are and the ms until they are forgotten. */
  async rlflxIncr([key, points, seconds]: readonly [string, string, string]): Promise<[number, number]> {
    this.asked += 1;
    const count = (this.counted.get(key) ?? 0) + Number(points);
    this.counted.set(key, count);
    this.seconds.set(key, Number(seconds));
    return [count, Number(seconds) * 1_000];
  }

  get client(): Redis {
    return this as unknown as Redis;
  }
}
