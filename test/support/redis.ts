import { afterAll, describe } from '@jest/globals';
import { redisOnPath, startRedis, type RedisServer } from './redis-server.js';

const isThere = redisOnPath() !== null;
if (!isThere) {
  const missing = 'There is no redis-server or valkey-server on PATH';
  if (process.env['CI'] === 'true') throw new Error(`${missing}: a run that others rely on needs it.`);
  process.stderr.write(`\n\x1b[43m\x1b[30m SKIPPED: ${missing}, so nothing that needs it was tested. \x1b[0m\n`);
}

/** Tests that need Redis: skipped, and loudly so, where the machine has none. */
export const withRedis = isThere ? describe : describe.skip;

const open: RedisServer[] = [];
afterAll(async () => {
  for (const server of open.splice(0)) await server.stop();
});

/** A Redis of this test file's own; gone when the file ends. */
export async function freshRedis(): Promise<RedisServer> {
  const server = await startRedis();
  open.push(server);
  return server;
}
