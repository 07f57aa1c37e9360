import type { QueueReason } from '../moderation/queue/queue.schema.js';
import type { Draft } from './draft.js';
import type { Rule, Verdict } from './rule.js';

/** What the rules say of a draft. Pure. `factsFor`: the values of the facts that a rule names. */
export function decide(
  rules: readonly Rule[],
  draft: Draft,
  factsFor: (rule: Rule) => Readonly<Record<string, unknown>>,
): Verdict {
  const why: QueueReason[] = [];
  for (const rule of rules) {
    const objection = rule.decide(draft, factsFor(rule));
    if (objection?.verdict === 'refuse') return objection;
    if (objection) why.push(objection.why);
  }
  return why.length > 0 ? { verdict: 'hold', why } : { verdict: 'publish' };
}
