import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import { decide } from './decide.js';
import type { Draft } from './draft.js';
import type { Evidence, Submitted } from './evidence.js';
import { EvidenceGatherer } from './evidence-gatherer.js';
import type { Fact, FactClass, Known } from './fact.js';
import type { Rule, Verdict } from './rule.js';
import type { Basis } from './verdicts/basis.js';

/** The rules, in order. */
export const POLICY = Symbol('POLICY');
/** The facts that the rules ask, by their classes. */
export const FACTS = Symbol('FACTS');
export type Facts = ReadonlyMap<FactClass, Fact<unknown>>;

/**
 * Decides which drafts are published, held for a moderator, or refused, in three stages: `gather` before the transaction, `decide`
 * in it, and what follows from a verdict is a job of that transaction's.
 */
@Injectable()
export class AdmissionService {
  constructor(
    @Inject(FACTS) private readonly facts: Facts,
    private readonly gatherer: EvidenceGatherer,
    @Inject(POLICY) private readonly rules: readonly Rule[],
  ) {}

  /** Gathers evidence on a draft; outside any transaction. */
  gather(submitted: Submitted): Promise<Evidence> {
    return this.gatherer.gather(submitted);
  }

  /**
   * Reads what the rules ask of the drafts of a batch.
   * @param drafts of which authors and threads are locked: nobody changes what is read here before the end of the unit
   */
  async begin(tx: Tx, drafts: readonly Draft[]): Promise<Admission> {
    const known = new Map<FactClass, Known<unknown>>();
    for (const [name, fact] of this.facts) known.set(name, await fact.load(tx, drafts));
    return new Admission(this.rules, this.facts, known);
  }
}

/** What is decided on one draft, and what it rests on. */
export type Decision = { readonly verdict: Verdict; readonly basis: Basis };

/** The verdicts of a batch, one after the other. */
export class Admission {
  constructor(
    private readonly rules: readonly Rule[],
    private readonly facts: Facts,
    private readonly known: ReadonlyMap<FactClass, Known<unknown>>,
  ) {}

  /** Call it in the order in which the drafts came, and `admit` before the next. */
  decide(draft: Draft): Decision {
    const values = new Map<FactClass, unknown>([...this.known].map(([name, known]) => [name, known.of(draft)]));
    const knownTo = ({ facts, evidence = {} }: Rule) =>
      Object.fromEntries([
        ...Object.entries(facts).map(([as, fact]) => [as, values.get(fact)]),
        ...Object.entries(evidence).map(([as, source]) => [as, draft.evidence.get(source)?.value]),
      ]);
    return { verdict: decide(this.rules, draft, knownTo), basis: this.basisOf(draft, values) };
  }

  /** It will be written: drafts behind it are decided with it, as if they had come later. */
  admit(draft: Draft, isPublished: boolean): void {
    for (const fact of this.known.values()) fact.admitted?.(draft, isPublished);
  }

  private basisOf(draft: Draft, values: ReadonlyMap<FactClass, unknown>): Basis {
    return {
      facts: Object.fromEntries([...this.facts].map(([name, fact]) => [fact.name, values.get(name)])),
      evidence: Object.fromEntries([...draft.evidence.values()].map(({ source, ...gathered }) => [source, gathered])),
    };
  }
}
