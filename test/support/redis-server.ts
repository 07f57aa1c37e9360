import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';

/** The server that is on PATH, Redis or Valkey; null where there is none. */
export const redisOnPath = (): string | null =>
  ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0) ?? null;

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
};

/** A Redis of the test run's own, in a temporary folder, that keeps nothing. Without `port` on a free one. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const program = redisOnPath();
  if (!program) throw new Error('There is no redis-server or valkey-server on PATH.');
  const home = await mkdtemp(join(tmpdir(), 'rejoinder-redis-'));
  const chosen = port ?? (await freePort());
  const server = spawn(program, ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--dir', home]);
  const gone = new Promise((resolve) => void server.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    let told = '';
    server.stdout.on('data', (chunk: Buffer) => {
      told += String(chunk);
      if (told.includes('Ready to accept connections')) resolve();
    });
    server.once('close', (code) => reject(new Error(`${program} ended with ${code}\n${told.slice(-2000)}`)));
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    pid: server.pid ?? 0,
    async stop() {
      server.kill('SIGKILL');
      await gone;
      await rm(home, { recursive: true, force: true });
    },
  };
}
