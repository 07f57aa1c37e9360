import type { ErrorCode } from '../errors/forum-error.js';
import type { QueueReason } from '../moderation/queue/queue.schema.js';
import type { Draft } from './draft.js';
import type { FactClass, Values } from './fact.js';

export type Refusal = {
  readonly verdict: 'refuse';
  readonly code: ErrorCode;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly retryAfter?: number;
};
export type Hold = { readonly verdict: 'hold'; readonly why: QueueReason };
export type Verdict =
  { readonly verdict: 'publish' } | { readonly verdict: 'hold'; readonly why: readonly QueueReason[] } | Refusal;

/** One question of the policy. */
export type Rule<Named extends Readonly<Record<string, FactClass>> = Readonly<Record<string, FactClass>>> = {
  readonly name: string;
  /** The facts that it asks, each by a name of the rule's own. */
  readonly facts: Named;
  /** Pure: null when it has nothing against the draft. */
  readonly decide: (draft: Draft, facts: Values<Named>) => Refusal | Hold | null;
};

/** A rule as the list of all rules holds it. */
export const defineRule = <const Named extends Readonly<Record<string, FactClass>>>(rule: Rule<Named>): Rule<Named> =>
  rule;
