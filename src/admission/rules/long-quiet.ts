import { LastChangeFact } from '../facts/last-change.fact.js';
import { defineRule } from '../rule.js';

/** ms: where nobody has said anything for so long, nobody reads along. */
const LONG = 90 * 86_400_000;

/** The first message in a discussion that has long been quiet is read before it appears. */
export const longQuiet = defineRule({
  name: 'long_quiet',
  facts: { last: LastChangeFact },
  decide: ({ author, now }, { last }) =>
    !author.isStaff && last !== null && last < now - LONG ? { verdict: 'hold', why: { code: 'long_quiet' } } : null,
});
