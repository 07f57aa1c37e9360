import { iso } from '../../config/clock.js';
import type { SanctionOfSite } from '../members.schema.js';
import type { Sanction } from './sanction.entity.js';

/** As whom it holds against is told of it: never by whom. */
export const ofSite = ({ siteId, kind, until, reason }: Sanction): SanctionOfSite => ({
  site: siteId,
  kind,
  reason,
  until: until === null ? null : iso(until),
});
