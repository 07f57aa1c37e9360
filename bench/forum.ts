import { Server } from '../test/faults/server.js';
import { onCore } from './processor.js';
import { seed, type Plan, type Seeded } from './seed.js';

type Started = {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
};

type OnDatabase = Started & {
  /** It shares the machine with others of its kind, so that no core is anybody's. */
  readonly onAnyCore?: boolean;
};

/** What comes is measured and not refused: how long it waits is a figure here, and on a slow machine it waits long. */
const UNREFUSED = {
  REQUESTS_IN_FLIGHT: '1000000',
  QUEUE_DELAY: '60000',
  WRITES_WAITING: '1000000',
  ANSWER_TIMEOUT: '600000',
  CONNECTIONS: '1000000',
  SOCKETS: '1000000',
};

/** The built forum as it is served, on a seeded SQLite file of its own and with the subject's core for itself. */
export class Forum {
  private constructor(
    readonly server: Server,
    readonly seeded: Seeded,
  ) {}

  static async start(plan: Plan, { env = {}, nodeArgs = [] }: Started = {}): Promise<Forum> {
    const profile = process.env['BENCH_PROFILE'];
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const server = await Server.prepare({
      env: { ...UNREFUSED, ...env },
      nodeArgs: [...profiling, ...nodeArgs],
      by: onCore('subject'),
    });
    const seeded = await seed(server.file, plan);
    await server.start();
    return new Forum(server, seeded);
  }

  /** The built forum on a database that is there already. */
  static async on(database: string, seeded: Seeded, options: OnDatabase = {}): Promise<Forum> {
    const { env = {}, nodeArgs = [], onAnyCore = false } = options;
    const by = onAnyCore ? [] : onCore('subject');
    const server = await Server.prepare({ database, env: { ...UNREFUSED, ...env }, nodeArgs, by });
    await server.start();
    return new Forum(server, seeded);
  }

  get target(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.server.port };
  }

  async end(): Promise<void> {
    await this.server.stop();
    await this.server.remove();
  }
}
