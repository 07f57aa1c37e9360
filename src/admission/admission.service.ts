import { Inject, Injectable } from '@nestjs/common';
import { together } from '../database/together.js';
import type { Tx } from '../database/transactions.js';
import { decide } from './decide.js';
import type { Draft } from './draft.js';
import type { Evidence, EvidenceClass, Submitted } from './evidence.js';
import { EvidenceGatherer } from './evidence-gatherer.js';
import type { Fact, FactClass, Known } from './fact.js';
import type { Rule, Verdict } from './rule.js';
import type { Basis } from './verdicts/basis.js';

/** The rules, in order. */
export const POLICY = Symbol('POLICY');
/** The facts that the rules ask, by their classes. */
export const FACTS = Symbol('FACTS');
export type Facts = ReadonlyMap<FactClass, Fact<unknown>>;

/** What a rule asks, each with the name that it gives it: facts and evidence. */
type Questions = {
  readonly facts: readonly (readonly [as: string, fact: FactClass])[];
  readonly evidence: readonly (readonly [as: string, source: EvidenceClass])[];
};

const questionsOf = ({ facts, evidence = {} }: Rule): Questions => ({
  facts: Object.entries(facts),
  evidence: Object.entries(evidence),
});

/**
 * Decides which drafts are published, held for a moderator, or refused, in three stages: `gather` before the transaction, `decide`
 * in it, and what follows from a verdict is a job of that transaction's.
 */
@Injectable()
export class AdmissionService {
  /** In the order of the rules. */
  private readonly questions: ReadonlyMap<Rule, Questions>;

  constructor(
    @Inject(FACTS) private readonly facts: Facts,
    private readonly gatherer: EvidenceGatherer,
    @Inject(POLICY) rules: readonly Rule[],
  ) {
    this.questions = new Map(rules.map((rule) => [rule, questionsOf(rule)]));
  }

  /** Gathers evidence on a draft; outside any transaction. */
  gather(submitted: Submitted): Promise<Evidence> {
    return this.gatherer.gather(submitted);
  }

  /**
   * Reads what the rules ask of the drafts of a batch.
   * @param drafts of which authors and threads are locked: nobody changes what is read here before the end of the unit
   */
  async begin(tx: Tx, drafts: readonly Draft[]): Promise<Admission> {
    const names = [...this.facts.keys()];
    const loaded = await together([...this.facts.values()].map((fact) => fact.load(tx, drafts)));
    const known = new Map(names.map((name, index) => [name, loaded[index]!]));
    return new Admission(this.questions, this.facts, known);
  }
}

/** What is decided on one draft, and what it rests on. */
export type Decision = { readonly verdict: Verdict; readonly basis: Basis };

/** The verdicts of a batch, one after the other. */
export class Admission {
  private readonly rules: readonly Rule[];

  constructor(
    private readonly questions: ReadonlyMap<Rule, Questions>,
    private readonly facts: Facts,
    private readonly known: ReadonlyMap<FactClass, Known<unknown>>,
  ) {
    this.rules = [...questions.keys()];
  }

  /** Call it in the order in which the drafts came, and `admit` before the next. */
  decide(draft: Draft): Decision {
    const values = new Map<FactClass, unknown>();
    for (const [name, known] of this.known) values.set(name, known.of(draft));
    return {
      verdict: decide(this.rules, draft, (rule) => this.answers(rule, draft, values)),
      basis: this.basisOf(draft, values),
    };
  }

  /** It will be written: drafts behind it are decided with it, as if they had come later. */
  admit(draft: Draft, isPublished: boolean): void {
    for (const fact of this.known.values()) fact.admitted?.(draft, isPublished);
  }

  private answers(rule: Rule, draft: Draft, values: ReadonlyMap<FactClass, unknown>): Record<string, unknown> {
    const { facts = [], evidence = [] } = this.questions.get(rule) ?? {};
    const answers: Record<string, unknown> = {};
    for (const [as, fact] of facts) answers[as] = values.get(fact);
    for (const [as, source] of evidence) answers[as] = draft.evidence.get(source)?.value;
    return answers;
  }

  private basisOf(draft: Draft, values: ReadonlyMap<FactClass, unknown>): Basis {
    const facts: Record<string, unknown> = {};
    for (const [name, fact] of this.facts) facts[fact.name] = values.get(name);
    const evidence: Record<string, Basis['evidence'][string]> = {};
    for (const { source, value, by } of draft.evidence.values()) evidence[source] = { value, by };
    return { facts, evidence };
  }
}
