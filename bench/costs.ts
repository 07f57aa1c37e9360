import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { WebSocket } from 'ws';
import { once } from 'node:events';

/** A clock tick of Linux in ms: USER_HZ is 100 on every platform that Node runs on. */
const TICK = 10;

/** ms of processor time that a process has used so far, all its threads together. Linux only; elsewhere undefined. */
export async function processorTime(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field, the command's name, may hold spaces: counted from behind its bracket (proc_pid_stat(5)).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Resident memory in bytes. */
export function residentMemory(pid: number): number {
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) * 1024;
}

/** Pages of memory are this long (bytes) wherever Node runs on Linux, but for a few ARM servers. */
const PAGE = 4_096;

/** Bytes that the kernel keeps for itself and for what waits in TCP sockets, of the whole machine. Linux only. */
export function kernelMemory(): number {
  const slab = Number(/^Slab:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1_024;
  const waiting = Number(/^TCP: .* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1]) * PAGE;
  return slab + waiting;
}

/** Arguments of node for an `Inspector` on this port; it says nothing on stderr. */
export const inspectable = (port: number): string[] => [`--inspect=127.0.0.1:${port}`, '--inspect-publish-uid=http'];

/** A process that was started as `inspectable`, asked from outside. */
export class Inspector {
  private id = 0;

  private constructor(private readonly socket: WebSocket) {}

  static async of(port: number): Promise<Inspector> {
    const [{ webSocketDebuggerUrl }] = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as [
      { webSocketDebuggerUrl: string },
    ];
    const socket = new WebSocket(webSocketDebuggerUrl);
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** Twice: what the first round finalizes the second one frees. */
  async collectGarbage(): Promise<void> {
    await this.ask('HeapProfiler.collectGarbage');
    await this.ask('HeapProfiler.collectGarbage');
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.ask<{ result: { value: T } }>('Runtime.evaluate', { expression, returnByValue: true });
    return answer.result.value;
  }

  close(): void {
    this.socket.terminate();
  }

  private async ask<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    this.id += 1;
    const { id } = this;
    this.socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [data] = (await once(this.socket, 'message')) as [Buffer];
      const reply = JSON.parse(String(data)) as { id?: number; result: T };
      if (reply.id === id) return reply.result;
    }
  }
}
