import type { Rule } from '../posting/admission.js';

/** Nobody posts in a closed or archived thread, staff included: reopening it is an act of its own. */
export const threadIsOpen: Rule = (_draft, { threadState }) =>
  threadState === 'open' ? null : { verdict: 'refuse', code: 'thread_closed' };
