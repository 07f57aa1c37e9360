import { say } from '../../i18n/text.js';
import type { Rule } from '../posting/admission.js';

const MINUTE = 60_000;

/**
 * So many posts in one thread in a minute and no more, whoever they are from: everyone who follows gets each of them, and
 * beyond this nobody could read them. Edits have limits of their own and use up nobody's. Staff may still say something.
 */
export const threadKeepsPace: Rule = ({ kind }, { now, nthLastInThread, isStaff, limits }) => {
  if (kind === 'edit' || isStaff || limits.postsPerThread === null) return null;
  if (nthLastInThread === null || nthLastInThread <= now - MINUTE) return null;
  return {
    verdict: 'refuse',
    code: 'too_fast',
    details: {
      limit: 'POSTS_PER_THREAD_PER_MINUTE',
      message: say('refused.threadPace'),
    },
    retryAfter: Math.min(60, Math.max(1, Math.ceil((nthLastInThread + MINUTE - now) / 1000))),
  };
};
