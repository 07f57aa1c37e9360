import type { QueueReason } from '../messages/reasons.schema.js';
import type { Draft } from './draft.js';
import type { Rule, Verdict } from './rule.js';

/** What the rules say of a draft. Pure. `knownTo`: the values of the facts and of the evidence that a rule names. */
export function decide(
  rules: readonly Rule[],
  draft: Draft,
  knownTo: (rule: Rule) => Readonly<Record<string, unknown>>,
): Verdict {
  const why: QueueReason[] = [];
  const held: string[] = [];
  for (const rule of rules) {
    const objection = rule.decide(draft, knownTo(rule) as never);
    if (objection?.verdict === 'refuse') return objection;
    if (!objection) continue;
    why.push(objection.why);
    held.push(rule.name);
  }
  return why.length > 0 ? { verdict: 'hold', why, rules: held } : { verdict: 'publish' };
}
