import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

/** ms after which a command has failed: whoever asked goes on without Redis. */
const COMMAND = 500;
/** ms between tries to connect: the first, and up to which it is doubled, each with jitter. */
const RETRY = { first: 50, longest: 1_000 } as const;

/**
 * A connection that fails fast: what cannot be said now is not said later. Nothing that must be kept goes over it.
 * `ping` finds out where the other end is silent; then the connection is made anew.
 */
export function openRedis(url: string, name: string): Redis {
  const redis = new Redis(url, {
    commandTimeout: COMMAND,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    autoResubscribe: false,
    disconnectTimeout: 200,
    connectionName: `rejoinder-${name}`,
    retryStrategy: (times) =>
      Math.min(RETRY.longest, RETRY.first * 2 ** Math.min(times, 10)) * (0.5 + Math.random() / 2),
  });
  const logger = new Logger('Redis');
  let up: boolean | undefined;
  const report = (now: boolean, words: string) => {
    if (up !== now) logger[now ? 'log' : 'warn'](`${name}: ${words}`);
    up = now;
  };
  redis.on('ready', () => report(true, 'connected'));
  redis.on('error', (error: Error) => report(false, error.message));
  redis.on('close', () => report(false, 'the connection is lost'));
  return redis;
}

/** Makes the connection anew where it stands open and says nothing. */
export function reconnect(redis: Redis): void {
  if (redis.status === 'ready' || redis.status === 'connect') redis.disconnect(true);
}
