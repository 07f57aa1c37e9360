import type { Draft } from '../../src/admission/draft.js';
import { NO_EVIDENCE } from '../../src/admission/evidence.js';
import type { FactClass } from '../../src/admission/fact.js';
import { AuthorPaceFact } from '../../src/admission/facts/author-pace.fact.js';
import { AuthorSettingsFact, type AuthorSettings } from '../../src/admission/facts/author-settings.fact.js';
import { BoundsFact, type PostingBounds } from '../../src/admission/facts/bounds.fact.js';
import { ProvenNameFact } from '../../src/admission/facts/proven-name.fact.js';
import { PublishedBeforeFact } from '../../src/admission/facts/published-before.fact.js';
import { RepeatFact } from '../../src/admission/facts/repeat.fact.js';
import { SanctionFact } from '../../src/admission/facts/sanction.fact.js';
import { ThreadPaceFact } from '../../src/admission/facts/thread-pace.fact.js';
import type { Rule } from '../../src/admission/rule.js';
import { readConfig } from '../../src/config/read-config.js';
import type { ActiveSanction } from '../../src/members/sanctions/active-sanction.js';
import { knownSite, type SiteSettings } from '../../src/sites/site-settings.js';

export const NOW = Date.UTC(2026, 10, 24, 8);

export const siteWith = (settings: Partial<SiteSettings> = {}) =>
  knownSite(
    { id: 'default', name: 'Default', hosts: '[]', settings: JSON.stringify(settings), revision: 1 },
    readConfig({}),
  );

/** What a rule may be told, whatever it calls it. */
export type Facts = {
  readonly isProven: boolean;
  readonly published: number;
  readonly sanction: ActiveSanction | null;
  readonly nthLast: number | null;
  readonly nthLastInThread: number | null;
  readonly saidTheSame: boolean;
  readonly bounds: PostingBounds;
  readonly settings: AuthorSettings;
};

/** Of somebody who has said nothing lately, and whom nobody minds. */
export const quiet: Facts = {
  isProven: false,
  published: 100,
  sanction: null,
  nthLast: null,
  nthLastInThread: null,
  saidTheSame: false,
  bounds: { codePoints: 60_000, bytes: 200_000, depth: 10 },
  settings: { premoderation: 'none', newcomerMessages: 2 },
};
/** Where every message is read first. */
export const readFirst = { settings: { ...quiet.settings, premoderation: 'all' } } as const;

/** Ben, who has written before, says something harmless. */
export const said: Draft = {
  kind: 'post',
  now: NOW,
  author: { id: 'ben', name: 'Ben', kind: 'guest', isStaff: false, entitlement: null, published: 100 },
  site: siteWith(),
  thread: { id: 'article', state: 'open', position: 7 },
  parentId: '',
  depth: 0,
  text: 'I was there.',
  words: '0',
  shown: 'I was there.',
  links: [],
  evidence: NO_EVIDENCE,
};

/** The facts that a rule names, by the names that it gives them; of a fact that is none of these, nothing is known. */
export function factsFor(facts: Facts): (rule: Rule) => Record<string, unknown> {
  const values = new Map<FactClass, unknown>([
    [ProvenNameFact, facts.isProven],
    [PublishedBeforeFact, facts.published],
    [SanctionFact, facts.sanction],
    [AuthorPaceFact, facts.nthLast],
    [ThreadPaceFact, facts.nthLastInThread],
    [RepeatFact, facts.saidTheSame],
    [BoundsFact, facts.bounds],
    [AuthorSettingsFact, facts.settings],
  ]);
  return (rule) => Object.fromEntries(Object.entries(rule.facts).map(([as, fact]) => [as, values.get(fact) ?? null]));
}

/** What a rule has against a draft. */
export const ask = (rule: Rule, draft: Partial<Draft> = {}, facts: Partial<Facts> = {}) =>
  rule.decide({ ...said, ...draft }, factsFor({ ...quiet, ...facts })(rule));
