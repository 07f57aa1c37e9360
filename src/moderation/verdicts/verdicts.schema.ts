import { z } from 'zod';

const evidenceView = z.object({ value: z.unknown(), by: z.enum(['source', 'timeout', 'failure']) });

/** Why a revision of a message was published or held. */
export const verdictView = z.object({
  revision: z.int(),
  verdict: z.enum(['publish', 'hold']),
  rules: z.array(z.string()).describe('Names of the rules that held it'),
  facts: z.record(z.string(), z.unknown()).describe('What the rules were told, by the names of facts'),
  evidence: z.record(z.string(), evidenceView).describe('What was gathered on it before, by the names of sources'),
  at: z.string(),
});
export type VerdictView = z.infer<typeof verdictView>;

/** The same as it is stored: what another build wrote and this one does not understand is passed over. */
export const storedVerdict = z.object({
  rules: verdictView.shape.rules.catch([]),
  facts: verdictView.shape.facts.catch({}),
  evidence: z.record(z.string(), z.unknown()).catch({}).transform(understoodEvidence),
});
function understoodEvidence(stored: Readonly<Record<string, unknown>>): VerdictView['evidence'] {
  const all = Object.entries(stored).map(([source, evidence]) => [source, evidenceView.safeParse(evidence)] as const);
  return Object.fromEntries(all.flatMap(([source, { data }]) => (data ? [[source, data]] : [])));
}

export const verdictsAnswer = z.object({ verdicts: z.array(verdictView) });
export type VerdictsAnswer = z.infer<typeof verdictsAnswer>;
