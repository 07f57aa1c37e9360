import { defineRule } from '../rule.js';

/** The site wants every message read before it appears. */
export const premoderation = defineRule({
  name: 'premoderation',
  facts: {},
  decide: ({ site, author }) =>
    site.settings.premoderation === 'all' && !author.isStaff
      ? { verdict: 'hold', why: { code: 'premoderation' } }
      : null,
});
