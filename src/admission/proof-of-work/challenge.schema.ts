import { z } from 'zod';

export const newChallenge = z
  .strictObject({
    site: z.string().max(100),
    /** Where something is to be posted, which may not be opened yet. */
    thread: z.string().max(64),
  })
  .meta({ examples: [{ site: 'gazette', thread: '0198f2c4-3b7e-7c1d-9f2a-0123456789ab' }] });
export type NewChallenge = z.infer<typeof newChallenge>;

/** See puzzles.ts for what is to be found. */
export const challengeAnswer = z.object({
  challenge: z.string(),
  algorithm: z.literal('PBKDF2-SHA-256'),
  iterations: z.int(),
  puzzles: z.int(),
  bits: z.int(),
  expiresAt: z.string(),
});
export type ChallengeAnswer = z.infer<typeof challengeAnswer>;
