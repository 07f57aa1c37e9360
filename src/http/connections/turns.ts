/**
 * Node accepts one connection in each turn of the event loop (libuv since 1.45, "don't accept() in a loop"). Where turns are long
 * while many come, the system's queue of connections runs over, and whoever is dropped there tries again after 1, 3, 7, 15 s. So
 * as long as each turn brings somebody new, what is done in slices is done in small ones.
 */

/** ms without anybody new after which turns may be long again. */
const LATELY = 20;
/** ms of a slice while somebody new comes each turn. */
const SHORT = 0.25;

let acceptedAt = -Infinity;

/** Somebody new has come. */
export function accepted(now: number): void {
  acceptedAt = now;
}

/** Whether connections come, and more may wait to be accepted. */
export const isAccepting = (now: number): boolean => Math.abs(now - acceptedAt) < LATELY;

/** ms that a slice of a turn may take, where it may take so many otherwise. */
export const slice = (ms: number, now: number): number => (isAccepting(now) ? Math.min(ms, SHORT) : ms);
