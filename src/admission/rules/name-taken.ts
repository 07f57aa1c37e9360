import { ProvenNameFact } from '../facts/proven-name.fact.js';
import { defineRule } from '../rule.js';

/** Since a guest took the name somebody else may have proven that it is theirs: `PATCH /me` gives another. */
export const nameTaken = defineRule({
  name: 'name_taken',
  facts: { isProven: ProvenNameFact },
  decide: ({ author }, { isProven }) =>
    isProven ? { verdict: 'refuse', code: 'name_taken', details: { name: author.name } } : null,
});
