import { iso } from '../../config/clock.js';
import { ForumError } from '../../errors/forum-error.js';
import type { ActiveSanction } from '../../members/sanctions.repository.js';
import type { Rule } from '../posting/admission.js';

/** The banned and the suspended are told so, why, and until when. */
export const isWelcome: Rule = (_draft, { sanction }) => sanction && { verdict: 'refuse', ...told(sanction) };

/** The same for what is not posted: votes and reports. @throws ForumError banned, suspended */
export function refuseSanctioned(sanction: ActiveSanction | null): void {
  if (!sanction) return;
  const { code, details } = told(sanction);
  throw new ForumError(code, details);
}

const told = ({ kind, reason, until }: ActiveSanction) =>
  ({
    code: kind === 'ban' ? 'banned' : 'suspended',
    details: { reason, until: until === null ? null : iso(until) },
  }) as const;
