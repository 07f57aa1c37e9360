import { AuthorPaceFact } from '../facts/author-pace.fact.js';
import { defineRule } from '../rule.js';

const MINUTE = 60_000;

/** So many posts a minute and no more. Edits do not count, nor does staff. */
export const authorPace = defineRule({
  name: 'author_pace',
  facts: { nthLast: AuthorPaceFact },
  decide: ({ kind, author, now }, { nthLast }) => {
    if (kind === 'edit' || author.isStaff) return null;
    if (nthLast === null || nthLast <= now - MINUTE) return null;
    const retryAfter = Math.min(60, Math.max(1, Math.ceil((nthLast + MINUTE - now) / 1000)));
    return { verdict: 'refuse', code: 'too_fast', details: { limit: 'POSTS_PER_MINUTE' }, retryAfter };
  },
});
