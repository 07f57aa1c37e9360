import { z } from 'zod';

/** Why a revision of a message was published or held. */
export const verdictView = z.object({
  revision: z.int(),
  verdict: z.enum(['publish', 'hold']),
  rules: z.array(z.string()).describe('Names of the rules that held it'),
  facts: z.record(z.string(), z.unknown()).describe('What the rules were told, by the names of facts'),
  evidence: z
    .record(z.string(), z.object({ value: z.unknown(), by: z.enum(['source', 'timeout', 'failure']) }))
    .describe('What was gathered on it before, by the names of sources'),
  at: z.string(),
});
export const verdictsAnswer = z.object({ verdicts: z.array(verdictView) });
export type VerdictsAnswer = z.infer<typeof verdictsAnswer>;
