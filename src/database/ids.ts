import { hash, randomBytes, randomFillSync, randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** The last id's ms, and its counter. */
const last = { now: -1, seq: 0 };

/** Random bytes for many ids: to ask for those of one takes as long as to ask for these. */
const random = { bytes: Buffer.alloc(4_096), at: Infinity };

function someRandom(): Uint8Array {
  if (random.at >= random.bytes.length) {
    randomFillSync(random.bytes);
    random.at = 0;
  }
  return random.bytes.subarray(random.at, (random.at += 16));
}

/**
 * An id that sorts by time, and within a millisecond in the order in which this process made them (UUID version 7 with a
 * counter: RFC 9562, 6.2, method 1).
 * @param now ms
 */
export function newId(now: number): string {
  // A random beginning with room above it: a counter never comes to its end within a millisecond.
  last.seq = now === last.now ? last.seq + 1 : randomInt(2 ** 31);
  last.now = now;
  return v7({ msecs: now, seq: last.seq, random: someRandom() });
}

/** What every id of this time or later is as great as, in the order of text; ms. */
export const firstIdAt = (ms: number): string => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-`;
};

/** 256 bits that nobody can guess, safe in URLs and headers. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const sha256 = (text: string): string => hash('sha256', text);
