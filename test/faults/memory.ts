import { readdir, readFile } from 'node:fs/promises';

/** KiB that a process has in memory. Linux. */
export async function residentMemory(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** How many files, sockets among them, a process has open. Linux. */
export async function openFiles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}
