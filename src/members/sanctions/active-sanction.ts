import { iso } from '../../config/clock.js';
import { ForumError } from '../../errors/forum-error.js';

/** What holds against a member on a site now. */
export type ActiveSanction = {
  readonly kind: 'ban' | 'suspend';
  /** ms since 1970; null: until it is lifted. */
  readonly until: number | null;
  readonly reason: string;
};

/** What a sanctioned member is told. */
export const toRefusal = ({ kind, reason, until }: ActiveSanction) =>
  ({
    code: kind === 'ban' ? 'banned' : 'suspended',
    details: { reason, until: until === null ? null : iso(until) },
  }) as const;

/** Where somebody votes or reports; for posts there is a rule. @throws ForumError banned, suspended */
export function refuseSanctioned(sanction: ActiveSanction | null): void {
  if (!sanction) return;
  const { code, details } = toRefusal(sanction);
  throw new ForumError(code, details);
}
