import { readdir, readFile } from 'node:fs/promises';

/** KiB that a process has in memory. Linux. */
export async function residentMemory(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** How many files, sockets among them, a process has open. Linux. */
export async function openFiles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** Ticks of Linux in which processor time is told, a second. */
const TICKS = 100;

/** ms of a processor that a process has used, however long it had to wait for one. Linux. */
export async function processorTime(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}
