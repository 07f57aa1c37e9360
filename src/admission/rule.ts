import type { ErrorCode } from '../errors/forum-error.js';
import type { QueueReason } from '../messages/reasons.schema.js';
import type { Draft } from './draft.js';
import type { EvidenceClasses, GatheredValues } from './evidence.js';
import type { FactClasses, Values } from './fact.js';

export type Refusal = {
  readonly verdict: 'refuse';
  readonly code: ErrorCode;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly retryAfter?: number;
};
export type Hold = { readonly verdict: 'hold'; readonly why: QueueReason };
/** `rules`: the names of those that hold it, each with its reason at the same place of `why`. */
export type Verdict =
  | { readonly verdict: 'publish' }
  | { readonly verdict: 'hold'; readonly why: readonly QueueReason[]; readonly rules: readonly string[] }
  | Refusal;
export type Admitted = Exclude<Verdict, Refusal>;

/** One question of the policy. */
export type Rule<Facts extends FactClasses = FactClasses, Evidence extends EvidenceClasses = EvidenceClasses> = {
  readonly name: string;
  /** The facts that it asks, each by a name of the rule's own. */
  readonly facts: Facts;
  /** The evidence that it asks, likewise. */
  readonly evidence?: Evidence;
  /** Pure: null when it has nothing against the draft. */
  readonly decide: (draft: Draft, known: Values<Facts> & GatheredValues<Evidence>) => Refusal | Hold | null;
};

/** A rule as the list of all rules holds it. */
export const defineRule = <const Facts extends FactClasses, const Evidence extends EvidenceClasses = {}>(
  rule: Rule<Facts, Evidence>,
): Rule<Facts, Evidence> => rule;
