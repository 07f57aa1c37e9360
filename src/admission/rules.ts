import type { EvidenceClass } from './evidence.js';
import type { FactClass } from './fact.js';
import { depth } from './rules/depth.js';
import { length } from './rules/length.js';
import { mayComment } from './rules/may-comment.js';
import { nameTaken } from './rules/name-taken.js';
import { newcomerLinks } from './rules/newcomer-links.js';
import { premoderation } from './rules/premoderation.js';
import { repeat } from './rules/repeat.js';
import { sanctioned } from './rules/sanctioned.js';
import { threadOpen } from './rules/thread-open.js';
import { threadPace } from './rules/thread-pace.js';
import { authorPace } from './rules/author-pace.js';
import type { Rule } from './rule.js';

/**
 * The policy of posting, in order. The first refusal ends it; every reason to hold is told to the moderator.
 * A new rule is one file in rules/ and one line here; a new fact is one file in facts/, a new source of evidence one in evidence/.
 */
export const RULES: Rule[] = [
  nameTaken,
  threadOpen,
  sanctioned,
  mayComment,
  length,
  depth,
  authorPace,
  threadPace,
  repeat,
  newcomerLinks,
  premoderation,
] as Rule[];

/** Every fact that a rule asks, once. */
export const factsOf = (rules: readonly Rule[]): FactClass[] => [
  ...new Set(rules.flatMap(({ facts }) => Object.values(facts))),
];

/** Every source of evidence that a rule asks, once. */
export const evidenceOf = (rules: readonly Rule[]): EvidenceClass[] => [
  ...new Set(rules.flatMap(({ evidence = {} }) => Object.values(evidence))),
];
