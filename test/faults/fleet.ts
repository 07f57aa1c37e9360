import { freePort } from '../support/free-port.mjs';
import { redisOnPath, startRedis, type RedisServer } from '../support/redis-server.js';
import { Balancer } from './balancer.js';
import type { DatabaseKind, Run } from './fault.js';
import { times } from './times.js';
import type { Server } from './server.js';

type Options = {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  /** REDIS_URL, where not that of a Redis of its own: a proxy before it. */
  readonly redis?: string;
  /** Folder of the build that they are started from. */
  readonly dist?: string;
};

/** SQLite serves one process. */
const PROCESSES: Readonly<Record<DatabaseKind, number>> = { sqlite: 1, postgres: 3 };

/** The processes of one forum on one database and one Redis, behind a balancer. */
export class Fleet {
  private constructor(
    readonly servers: readonly Server[],
    readonly url: string,
    readonly database: string,
  ) {}

  static async start(run: Run, { env = {}, nodeArgs = [], redis, dist }: Options = {}): Promise<Fleet> {
    const own = run.database === 'postgres' ? { database: await run.postgres() } : {};
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const shared = { PUBLIC_URL: url, REDIS_URL: redis ?? (await ownRedis(run)).url, ...env };
    const servers = await Promise.all(
      times(PROCESSES[run.database], () =>
        run.server({ ...own, nodeArgs, env: shared, ...(dist === undefined ? {} : { dist }) }),
      ),
    );
    await Promise.all(servers.map((server) => server.start()));
    const balancer = await Balancer.before(
      servers.map((server) => server.port),
      port,
    );
    run.afterwards(() => balancer.close());
    return new Fleet(servers, url, (servers[0] as Server).database);
  }
}

/** Why there can be no fleet here, or null where there can. */
export const lacksRedis = async (): Promise<string | null> =>
  redisOnPath() === null ? 'there is no redis-server or valkey-server on PATH' : null;

/** A Redis of this run's own. */
export async function ownRedis(run: Run): Promise<RedisServer> {
  const redis = await startRedis();
  run.afterwards(() => redis.stop());
  return redis;
}
