import { expect, it } from '@jest/globals';
import { AdmissionService } from '../../src/admission/admission.service.js';
import { EvidenceGatherer } from '../../src/admission/evidence-gatherer.js';
import type { Fact, FactClass } from '../../src/admission/fact.js';
import { PublishedBeforeFact } from '../../src/admission/facts/published-before.fact.js';
import { factsOf, RULES } from '../../src/admission/rules.js';
import type { Tx } from '../../src/database/transactions.js';
import { factsFor, quiet, said, siteWith } from '../support/rules.js';

const tx = {} as Tx;

/** Rules that are told what nobody minds, but for the fact that is tried. */
async function admissionWith(fact: Fact<unknown>) {
  const told = new Map(
    RULES.flatMap((rule) => Object.entries(rule.facts).map(([as, of]) => [of, factsFor(quiet)(rule)[as]])),
  );
  const facts = factsOf(RULES).map((name) =>
    fact instanceof name
      ? ([name, fact] as const)
      : ([name, { name: name.name, load: async () => ({ of: () => told.get(name) }) }] as const),
  );
  return new AdmissionService(new Map<FactClass, Fact<unknown>>(facts), new EvidenceGatherer(new Map()), RULES).begin(
    tx,
    [],
  );
}

it('knows what an earlier draft of the batch was to its author: a newcomer’s link is held until enough was published', async () => {
  const admission = await admissionWith(new PublishedBeforeFact());
  const author = { ...said.author, published: 0 };
  const site = siteWith({ newcomerMessages: 2 });
  const plain = { ...said, author, site };
  const linking = { ...plain, links: ['https://ferry.example/'] };
  const verdicts = [linking, plain, plain, linking].map((draft) => {
    const { verdict } = admission.decide(draft);
    admission.admit(draft, verdict.verdict === 'publish');
    return verdict.verdict;
  });
  // What is held makes nobody known.
  expect(verdicts).toEqual(['hold', 'publish', 'publish', 'publish']);
  expect(admission.decide({ ...linking, author: { ...author, id: 'nele' } }).verdict.verdict).toBe('hold');
});
