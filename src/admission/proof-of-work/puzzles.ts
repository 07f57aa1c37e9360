import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * The work of a challenge: `PUZZLES` small puzzles instead of one large one, so that everybody has about the same to do. The puzzle
 * `i` is solved by a whole number `n` for which PBKDF2-HMAC-SHA-256 (RFC 8018) of the challenge, with the salt `i.n`, begins with
 * so many zero bits. Finding all of them takes 8 × 2^bits derivations, a quarter of that more or less; checking them takes eight.
 */
export const PUZZLES = 8;
/** Rounds of PBKDF2 in one derivation: about a millisecond. */
export const ITERATIONS = 2_000;
/** What a puzzle asks at least, and at most: a third of a second, and five, on a laptop of 2024. */
export const BITS = { least: 5, most: 9 } as const;

const derive = promisify(pbkdf2);

/** Whether these are the answers to all puzzles, in their order. It ends with the first that is not. */
export async function areSolved(challenge: string, bits: number, answers: readonly number[]): Promise<boolean> {
  if (answers.length !== PUZZLES) return false;
  for (const [puzzle, answer] of answers.entries()) {
    const derived = await derive(challenge, `${puzzle}.${answer}`, ITERATIONS, 4, 'sha256');
    if (Math.clz32(derived.readUInt32BE()) < bits) return false;
  }
  return true;
}
