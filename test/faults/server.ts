import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../support/free-port.mjs';

/** The built forum; REJOINDER_DIST names another build. */
export const DIST = resolve(
  process.env['REJOINDER_DIST'] ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist'),
);
/** How long a start may take before it counts as failed, in ms. */
const PATIENCE = 90_000;

export type Options = {
  /** DATABASE_URL; without it a SQLite file in the server's own folder. */
  readonly database?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  /** What Node is started by, where not directly: a command and its arguments. */
  readonly by?: readonly string[];
  /** Whether it is made to end by itself. */
  readonly mayDie?: boolean;
  /** Folder of the build that it is started from, until `update`; DIST where none is named. */
  readonly dist?: string;
};

/** Arguments of node that load files of breaks/ into the server before its first line. Nothing in src knows of them. */
export const preload = (...names: readonly string[]): string[] =>
  names.flatMap((name) => ['--import', new URL(`./breaks/${name}.mjs`, import.meta.url).href]);

/** The real forum in a process of its own, on a folder and a port that it keeps over restarts. */
export class Server {
  /** Times from spawn to ready, in ms, one a start. */
  readonly starts: number[] = [];
  /** How often it ended when nobody had killed it. */
  crashes = 0;
  private child: ChildProcess | undefined;
  private killed = false;
  private dist: string;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly options: Options,
  ) {
    this.dist = options.dist ?? DIST;
  }

  static async prepare(options: Options = {}): Promise<Server> {
    return new Server(await mkdtemp(join(tmpdir(), 'rejoinder-run-')), await freePort(), options);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where its SQLite is, unless `database` says something else. */
  get file(): string {
    return join(this.folder, 'forum.db');
  }

  get database(): string {
    return this.options.database ?? `sqlite:${this.file}`;
  }

  get env(): Record<string, string> {
    return {
      DATABASE_URL: this.database,
      HOST: '127.0.0.1',
      PORT: String(this.port),
      PUBLIC_URL: this.url,
      RATE_LIMITS: 'off',
      DEMO: 'off',
      LOG_LEVEL: 'error',
      DRAIN: '0',
      ...this.options.env,
    };
  }

  get mayDie(): boolean {
    return this.options.mayDie ?? false;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * Starts it and waits until it is ready to serve. Its log is `server.log` in its folder.
   * @param more arguments of node for this one life
   */
  async start(more: readonly string[] = []): Promise<void> {
    const begun = performance.now();
    this.killed = false;
    const { by = [], nodeArgs = [] } = this.options;
    const [command, ...args] = [...by, process.execPath, ...nodeArgs, ...more, join(this.dist, 'main.js')];
    const child = spawn(command as string, args, {
      env: { PATH: process.env['PATH'], ...this.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    const log = createWriteStream(join(this.folder, 'server.log'), { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    child.on('exit', () => {
      if (!this.killed) this.crashes += 1;
    });
    while (!(await this.ready())) {
      if (!this.running)
        throw new Error(`The server ended with ${child.exitCode ?? child.signalCode}: ${await this.lastWords()}`);
      if (performance.now() - begun > PATIENCE)
        throw new Error(`The server was not ready in ${PATIENCE} ms: ${await this.lastWords()}`);
      await delay(10);
    }
    this.starts.push(performance.now() - begun);
  }

  /** Has it started from this build from its next start on. */
  update(): void {
    this.dist = DIST;
  }

  /** Runs the command line on its database, and answers what that prints. */
  async commandLine(...words: readonly string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], ...this.env };
    const { stdout } = await promisify(execFile)(process.execPath, [join(this.dist, 'cli.js'), ...words], { env });
    return stdout.trim();
  }

  /** An API token of a moderator of the default site. */
  async moderator(name: string): Promise<string> {
    const email = `${name.toLowerCase()}@example.com`;
    await this.commandLine('staff', 'add', email, '--role', 'moderator', '--site', 'default', '--name', name);
    return this.commandLine('staff', 'token', email);
  }

  /** Says something to a file of breaks/ that listens (puppet.mjs). */
  tell(message: Readonly<Record<string, unknown>>): void {
    this.child?.send(message);
  }

  /** What it keeps once all is collected that can be, in bytes. It was started with breaks/collects.mjs. */
  async kept(): Promise<number> {
    const { child } = this;
    if (!child) throw new Error('Nothing runs');
    const told = once(child, 'message');
    child.send({ weigh: true });
    const [{ kept }] = (await told) as [{ kept: number }];
    return kept;
  }

  /** Lets it do nothing at all until `thaw`. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends it between two instructions, as a kill by the kernel does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to go, as an operator does. Answers its exit code; null when it had to be killed. */
  async stop(): Promise<number | null> {
    await this.end('SIGTERM');
    return this.child?.exitCode ?? null;
  }

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The end of what it has logged. */
  async lastWords(): Promise<string> {
    return (await readFile(join(this.folder, 'server.log'), 'utf8')).slice(-2_000);
  }

  private async ready(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(1_000) });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || !this.running) return;
    this.killed = true;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
