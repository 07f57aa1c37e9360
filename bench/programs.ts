import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onCore, type Side } from './processor.js';

const here = dirname(fileURLToPath(import.meta.url));
const TYPESCRIPT = join(here, '..', 'test', 'faults', 'typescript.mjs');

type Reply = { readonly value: unknown } | { readonly failed: string };

/** A program of this folder in a process of its own. It does one task after another: what it is asked, it answers. */
export class Program<Task extends object> {
  private constructor(private readonly child: ChildProcess) {}

  /** @param file below bench/; it calls `perform` */
  static async start<Task extends object>(
    file: string,
    side: Side,
    nodeArgs: readonly string[] = [],
  ): Promise<Program<Task>> {
    const [command, ...args] = [
      ...onCore(side),
      process.execPath,
      ...nodeArgs,
      '--import',
      TYPESCRIPT,
      join(here, file),
    ];
    // Node tells on stderr of everyone who inspects it.
    const errors = nodeArgs.length > 0 ? 'ignore' : 'inherit';
    const child = spawn(command as string, args, { stdio: ['ignore', 'inherit', errors, 'ipc'] });
    await once(child, 'message');
    return new Program<Task>(child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @throws Error with the program's stack where the task failed, or when the program has ended */
  async ask<Answer>(task: Task): Promise<Answer> {
    const ended = new AbortController();
    const gone = once(this.child, 'exit', { signal: ended.signal }).then(
      ([code]) => ({ failed: `The program ended with ${String(code)}` }),
      () => ({ failed: 'The program was not waited for' }),
    );
    this.child.send(task);
    const reply = await Promise.race([once(this.child, 'message').then(([reply]) => reply as Reply), gone]);
    ended.abort();
    if ('failed' in reply) throw new Error(reply.failed);
    return reply.value as Answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** The other side: says that the program is there, and does each task that it is sent. */
export function perform<Task>(work: (task: Task) => unknown): void {
  const tell = (reply: Reply | 'ready') => process.send?.(reply);
  process.on('message', (task: Task) => {
    Promise.resolve(task)
      .then(work)
      .then(
        (value) => tell({ value }),
        (error: unknown) => tell({ failed: error instanceof Error ? String(error.stack) : String(error) }),
      );
  });
  process.on('disconnect', () => process.exit());
  tell('ready');
}
