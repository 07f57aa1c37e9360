import { defineRule } from '../rule.js';

/** Nobody posts in a closed or archived thread, staff included: reopening it is an act of its own. */
export const threadOpen = defineRule({
  name: 'thread_open',
  facts: {},
  decide: ({ thread }) => (thread.state === 'open' ? null : { verdict: 'refuse', code: 'thread_closed' }),
});
