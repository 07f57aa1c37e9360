import type { Rule } from '../admission.js';

const MINUTE = 60_000;

/** So many posts a minute and no more. Edits do not count, nor does staff. */
export const isNotTooFast: Rule = ({ kind }, { now, recent, isStaff, limits }) => {
  if (kind === 'edit' || isStaff || limits.postsPerMinute === null) return null;
  const inMinute = recent.filter(({ createdAt }) => createdAt > now - MINUTE);
  const first = inMinute[limits.postsPerMinute - 1];
  if (!first) return null;
  return {
    verdict: 'refuse',
    code: 'too_fast',
    retryAfter: Math.max(1, Math.ceil((first.createdAt + MINUTE - now) / 1000)),
  };
};
