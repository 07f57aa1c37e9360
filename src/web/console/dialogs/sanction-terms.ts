import type { NewSanction } from '../../../moderation/sanctions/sanctions.schema.js';

const DAY_MS = 24 * 3600_000;

/** How long a member is kept from writing; without days it is for ever. */
export const TERMS = [
  { key: '1', says: 'Suspend for a day', done: 'suspended for a day', days: 1 },
  { key: '2', says: 'Suspend for a week', done: 'suspended for a week', days: 7 },
  { key: '3', says: 'Suspend for a month', done: 'suspended for a month', days: 30 },
  { key: '4', says: 'Ban for ever', done: 'banned', days: null },
] as const;
export type Term = (typeof TERMS)[number];

/** The sanction as the API takes it. A ban for ever has no `until`. */
export function sanctionOf(term: Term, reason: string, now: number): NewSanction {
  if (term.days === null) return { kind: 'ban', until: null, reason };
  return { kind: 'suspend', until: new Date(now + term.days * DAY_MS).toISOString(), reason };
}
