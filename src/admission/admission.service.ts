import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import { decide } from './decide.js';
import type { Draft } from './draft.js';
import type { Fact, FactClass, Known } from './fact.js';
import type { Rule, Verdict } from './rule.js';
import { RULES } from './rules.js';

/** The facts that the rules ask, by their classes. */
export const FACTS = Symbol('FACTS');

/** Decides which drafts are published, held for a moderator, or refused. */
@Injectable()
export class AdmissionService {
  constructor(@Inject(FACTS) private readonly facts: ReadonlyMap<FactClass, Fact<unknown>>) {}

  /**
   * Reads what the rules ask of the drafts of a batch.
   * @param drafts of which authors and threads are locked: nobody changes what is read here before the end of the unit
   */
  async begin(tx: Tx, drafts: readonly Draft[]): Promise<Admission> {
    const known = new Map<FactClass, Known<unknown>>();
    for (const [name, fact] of this.facts) known.set(name, await fact.load(tx, drafts));
    return new Admission(known);
  }
}

/** The verdicts of a batch, one after the other. */
export class Admission {
  constructor(private readonly known: ReadonlyMap<FactClass, Known<unknown>>) {}

  /** Call it in the order in which the drafts came, and `admit` before the next. */
  decide(draft: Draft): Verdict {
    const factsFor = ({ facts }: Rule) =>
      Object.fromEntries(Object.entries(facts).map(([as, fact]) => [as, this.known.get(fact)?.of(draft)]));
    return decide(RULES, draft, factsFor);
  }

  /** It will be written: drafts behind it are decided with it, as if they had come later. */
  admit(draft: Draft, isPublished: boolean): void {
    for (const fact of this.known.values()) fact.admitted?.(draft, isPublished);
  }
}
