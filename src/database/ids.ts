import { hash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** An id that sorts by time (UUID version 7, RFC 9562). */
export const newId = (now: number): string => v7({ msecs: now });

/** What every id of this time or later is as great as, in the order of text; ms. */
export const firstIdAt = (ms: number): string => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-`;
};

/** 256 bits that nobody can guess, safe in URLs and headers. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const sha256 = (text: string): string => hash('sha256', text);
