import { readFileSync } from 'node:fs';

/** What a process opens beside its sockets: libraries, the database, pipes, and sockets that are still closing. */
const OTHERS = 1_500;
/** Where nobody says. */
const USUAL = 4_096;

/** As many sockets as one process here may hold: Node raises its own limit of open files as far as it may. */
export function socketsOfAProcess(): number {
  const limits = readLimits();
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  return (hard === 'unlimited' ? 1_000_000 : Number(hard ?? USUAL)) - OTHERS;
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
