import { iso } from '../../config/clock.js';
import { dataPages, inWords, type DataPages, type DataRow } from '../member-data.js';
import type { Sanction } from './sanction.entity.js';
import type { SanctionsRepository } from './sanctions.repository.js';

/** What was ever decided on somebody, and why: never by whom. */
export const sanctionData = (sanctions: SanctionsRepository, memberId: string): DataPages =>
  inWords(
    dataPages<Sanction>((after, limit) => sanctions.everOf(memberId, after?.id ?? '', limit)),
    inExport,
  );

const inExport = ({ id, siteId, kind, reason, until, createdAt, liftedAt }: Sanction): DataRow => ({
  id,
  site: siteId,
  kind,
  reason,
  createdAt: iso(createdAt),
  until: until === null ? null : iso(until),
  liftedAt: liftedAt === null ? null : iso(liftedAt),
});
