import { iso } from '../../config/clock.js';
import type { Rule } from '../admission.js';

/** The banned and the suspended are told so, why, and until when. */
export const isWelcome: Rule = (_draft, { sanction }) =>
  sanction && {
    verdict: 'refuse',
    code: sanction.kind === 'ban' ? 'banned' : 'suspended',
    details: { reason: sanction.reason, until: sanction.until === null ? null : iso(sanction.until) },
  };
