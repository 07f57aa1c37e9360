import type { NewSanction } from '../../../moderation/sanctions/sanctions.schema.js';

const DAY_MS = 24 * 3600_000;

/** How long a member is kept from writing; without days it is for ever. */
export const TERMS = [
  { key: '1', says: 'console.sanction.day', term: 'day', days: 1 },
  { key: '2', says: 'console.sanction.week', term: 'week', days: 7 },
  { key: '3', says: 'console.sanction.month', term: 'month', days: 30 },
  { key: '4', says: 'console.sanction.ever', term: 'ever', days: null },
] as const;
export type Term = (typeof TERMS)[number];

/** The sanction as the API takes it. A ban for ever has no `until`. */
export function sanctionOf(term: Term, reason: string, now: number): NewSanction {
  if (term.days === null) return { kind: 'ban', until: null, reason };
  return { kind: 'suspend', until: new Date(now + term.days * DAY_MS).toISOString(), reason };
}
