import type { Rule } from '../posting/admission.js';

const MINUTE = 60_000;

/** So many posts a minute and no more. Edits do not count, nor does staff. */
export const isNotTooFast: Rule = ({ kind }, { now, nthLast, isStaff, limits }) => {
  if (kind === 'edit' || isStaff || limits.postsPerMinute === null) return null;
  if (nthLast === null || nthLast <= now - MINUTE) return null;
  const retryAfter = Math.min(60, Math.max(1, Math.ceil((nthLast + MINUTE - now) / 1000)));
  return { verdict: 'refuse', code: 'too_fast', details: { limit: 'POSTS_PER_MINUTE' }, retryAfter };
};
