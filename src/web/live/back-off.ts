/** Waits in ms: at first and at most. */
export const FIRST = 1_000;
export const LONGEST = 30_000;

/**
 * Full jitter: anything up to the doubled wait, so that readers whom a restart dropped do not return as one (Brooker, "Exponential
 * Backoff and Jitter", AWS Architecture Blog, 2015).
 * @param spread ms over which the server wants them spread, who knows how many they are
 */
export const backOff = (failures: number, spread = 0): number =>
  Math.random() * Math.min(LONGEST, Math.max(spread, FIRST * 2 ** failures));
