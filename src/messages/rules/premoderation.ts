import type { Rule } from '../posting/admission.js';

/** The site wants every message read before it appears. */
export const isReadFirst: Rule = (_draft, { site, isStaff }) =>
  site.settings.premoderation === 'all' && !isStaff ? { verdict: 'hold', why: { code: 'premoderation' } } : null;
