import { ForumError } from '../../errors/forum-error.js';
import type { Power } from '../../members/members.schema.js';
import { staffRole, type Actor, type Identity } from '../actor.js';
import { LEAST_ROLE, roleMay, type Permission } from './policy.js';

/** For what needs no permission: the same answer for everyone, and nobody is looked up. */
export const OPEN = 'open';
/** What a route or a frame takes: one of these permissions somewhere. Where exactly, and which of them, the service asks. */
export type Requirement = typeof OPEN | readonly Permission[];

/** Whether an actor has a permission on a site; `*`: on every one. The system itself may everything. */
export function may(actor: Actor, permission: Permission, siteId: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.member ? memberMay(actor.member, permission, siteId) : roleMay('reader', permission);
}

/** The sites on which an actor has a permission by a role: `['*']` for all of them. */
export const sitesWhere = ({ kind, member }: Actor, permission: Permission): readonly string[] =>
  kind === 'system' ? ['*'] : member ? memberSitesWhere(member, permission) : [];

/** The same of a member, whoever asks. */
export function memberSitesWhere(member: Identity, permission: Permission): readonly string[] {
  const sites = Object.keys(member.roles).filter((siteId) => {
    const role = staffRole(member, siteId);
    return role !== null && roleMay(role, permission);
  });
  return sites.includes('*') ? ['*'] : sites;
}

/**
 * Stands before every route and frame.
 * @throws ForumError sign_in_required, not_allowed; site_not_found for staff, who are told nothing of what is another's
 */
export function authorize(actor: Actor, required: Requirement): void {
  if (required === OPEN || required.some((permission) => hasSomewhere(actor, permission))) return;
  if (actor.member === null) throw new ForumError('sign_in_required');
  throw new ForumError(actor.kind === 'staff' ? 'site_not_found' : 'not_allowed');
}

/** Whether only staff have one of these. */
export const isForStaff = (required: Requirement): boolean =>
  required !== OPEN && !required.some((permission) => roleMay('member', permission));

/** Whether nobody needs to say who it is. */
export const isForReaders = (required: Requirement): boolean =>
  required === OPEN || required.some((permission) => LEAST_ROLE[permission] === 'reader');

/** What a member may do, as `/me` tells it. */
export function powersOf(member: Identity): Power[] {
  const [moderates, administers] = (['queue.read', 'site.addresses'] as const).map(
    (permission) => memberSitesWhere(member, permission).length > 0,
  );
  return [
    ...(['post', 'vote', 'report'] as const),
    ...(moderates ? (['moderate'] as const) : []),
    ...(administers ? (['administer'] as const) : []),
  ];
}

const memberMay = (member: Identity, permission: Permission, siteId: string): boolean =>
  roleMay(staffRole(member, siteId) ?? 'member', permission);

const hasSomewhere = (actor: Actor, permission: Permission): boolean =>
  actor.kind === 'system' ||
  roleMay(actor.member ? 'member' : 'reader', permission) ||
  sitesWhere(actor, permission).length > 0;
