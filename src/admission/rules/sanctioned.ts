import { toRefusal } from '../../members/sanctions/active-sanction.js';
import { SanctionFact } from '../facts/sanction.fact.js';
import { defineRule } from '../rule.js';

/** The banned and the suspended are told so, why, and until when. */
export const sanctioned = defineRule({
  name: 'sanctioned',
  facts: { sanction: SanctionFact },
  decide: (_draft, { sanction }) => sanction && { verdict: 'refuse', ...toRefusal(sanction) },
});
