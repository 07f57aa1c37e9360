import { say } from '../../i18n/text.js';
import { ThreadPaceFact } from '../facts/thread-pace.fact.js';
import { defineRule } from '../rule.js';

const MINUTE = 60_000;

/**
 * So many posts in one thread in a minute and no more, whoever they are from: everyone who follows gets each of them, and
 * beyond this nobody could read them. Edits have limits of their own and use up nobody's. Staff may still say something.
 */
export const threadPace = defineRule({
  name: 'thread_pace',
  facts: { nthLast: ThreadPaceFact },
  decide: ({ kind, author, now }, { nthLast }) => {
    if (kind === 'edit' || author.isStaff) return null;
    if (nthLast === null || nthLast <= now - MINUTE) return null;
    return {
      verdict: 'refuse',
      code: 'too_fast',
      details: {
        limit: 'POSTS_PER_THREAD_PER_MINUTE',
        message: say('refused.threadPace'),
      },
      retryAfter: Math.min(60, Math.max(1, Math.ceil((nthLast + MINUTE - now) / 1000))),
    };
  },
});
