import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The program under test has one core for itself, so that load and other noise do not share it. */
const CORE = { subject: '0', load: '1' } as const;
export type Side = keyof typeof CORE;

const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** The command that keeps a program on its side's core; empty where this machine cannot. */
export const onCore = (side: Side): string[] => (pinned ? ['taskset', '-c', CORE[side]] : []);
export const PINNED = pinned;
