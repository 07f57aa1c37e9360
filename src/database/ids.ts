import { hash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** An id that sorts by time (UUID version 7, RFC 9562). */
export const newId = (now: number): string => v7({ msecs: now });

/** 256 bits that nobody can guess, safe in URLs and headers. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const sha256 = (text: string): string => hash('sha256', text);
