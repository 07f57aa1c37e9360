import { namesBadge } from '../../members/names/badge-words.js';
import { ProvenNameFact } from '../facts/proven-name.fact.js';
import { defineRule } from '../rule.js';

/**
 * Since a guest took the name somebody else may have proven that it is theirs, and no site gives badges before somebody writes
 * there: `PATCH /me` gives another.
 */
export const nameTaken = defineRule({
  name: 'name_taken',
  facts: { isProven: ProvenNameFact },
  decide: ({ author, site }, { isProven }) => {
    const given = author.entitlement?.badges ?? [];
    const isTaken = isProven || (!author.isStaff && namesBadge(author.name, site.settings.ssoBadges, given));
    return isTaken ? { verdict: 'refuse', code: 'name_taken', details: { name: author.name } } : null;
  },
});
