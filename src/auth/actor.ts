import { sha256 } from '../database/ids.js';
import type { Permission, Role, StaffRole } from '../members/members.schema.js';

/** A member as far as permission needs it. */
export type Identity = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'guest' | 'verified' | 'staff';
  readonly createdAt: number;
  /** Site, or `*` for all of them -> role. */
  readonly roles: Readonly<Record<string, StaffRole>>;
  /** Sites where a sanction holds against it, `*` for all: there its roles give it no power. Read for staff alone. */
  readonly sanctionedOn: readonly string[];
};

/** Whoever is asking. The first parameter of every service method. */
export type Actor = {
  /** Null: a reader who has not said who it is. */
  readonly member: Identity | null;
  /** SHA-256 of the token that it came with. */
  readonly tokenHash: string | null;
  /** Where the request came from, as limits see it: an IPv4 address or an IPv6 /64. */
  readonly address: string;
};

/** Whose Idempotency-Keys a request's are: its member's, or without a token those of its address. */
export const writerOf = ({ member, address }: Actor): string => member?.id ?? `address:${sha256(address)}`;

export type MemberActor = Actor & { readonly member: Identity };

const RANK: Record<StaffRole, number> = { moderator: 1, admin: 2, owner: 3 };

/** The role that counts on a site: the higher of the site's own and the one for all sites; none where a sanction holds. */
export function staffRole(member: Identity, siteId: string): StaffRole | null {
  if (member.sanctionedOn.some((site) => site === '*' || site === siteId)) return null;
  return heldRole(member, siteId);
}

/** The same, whatever sanction holds: what others may do to somebody depends on it. */
function heldRole(member: Identity, siteId: string): StaffRole | null {
  const held = [member.roles['*'], member.roles[siteId]].filter((role) => role !== undefined);
  return held.toSorted((a, b) => RANK[b] - RANK[a])[0] ?? null;
}

export function roleOn(member: Identity, siteId: string): Role {
  return staffRole(member, siteId) ?? (member.kind === 'guest' ? 'guest' : 'member');
}

export const canModerate = (actor: Actor, siteId: string): boolean =>
  actor.member !== null && staffRole(actor.member, siteId) !== null;

/** Owners and admins of a site. */
export const canAdminister = ({ member }: Actor, siteId: string): boolean => {
  const role = member && staffRole(member, siteId);
  return role !== null && role !== 'moderator';
};

export const isStaff = (actor: Actor): boolean => moderatedSites(actor).length > 0;

/**
 * A guest of so few seconds ago that it may be the same person once more: its votes and reports have limits of their own.
 * @param coolingOff seconds: COOLING_OFF
 */
export const isBrandNew = ({ kind, createdAt }: Identity, now: number, coolingOff: number): boolean =>
  kind === 'guest' && now - createdAt < coolingOff * 1_000;

/** The sites that an actor moderates: `*` for all. */
export const moderatedSites = ({ member }: Actor): readonly string[] => (member ? sitesOf(member) : []);

function sitesOf(member: Identity): readonly string[] {
  const sites = Object.keys(member.roles).filter((siteId) => staffRole(member, siteId) !== null);
  return sites.includes('*') ? ['*'] : sites;
}

/**
 * `a` stands above `b` on a site: nobody sanctions an equal or a superior. What holds on every site (`*`) holds also where `b` has
 * a role of its own.
 */
export const outranks = (a: Identity, b: Identity, siteId: string): boolean => {
  const rank = (role: StaffRole | null): number => (role ? RANK[role] : 0);
  const theirs = siteId === '*' ? Object.values(b.roles) : [heldRole(b, siteId)];
  return rank(staffRole(a, siteId)) > Math.max(0, ...theirs.map(rank));
};

export function permissionsOf(member: Identity): Permission[] {
  const roles = sitesOf(member).map((siteId) => staffRole(member, siteId));
  return [
    'post',
    'vote',
    'report',
    ...(roles.length > 0 ? (['moderate'] as const) : []),
    ...(roles.some((role) => role !== 'moderator') ? (['administer'] as const) : []),
  ];
}
