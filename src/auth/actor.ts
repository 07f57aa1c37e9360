import { sha256 } from '../database/ids.js';
import type { Role, StaffRole } from '../members/members.schema.js';

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
  /** What publishers say of it, as it is stored (members/entitlements); absent or null: nothing. */
  readonly entitlements?: string | null;
};

/** By what an actor proves to be who it is. */
export type Session = {
  /** SHA-256 of the token that it came with. */
  readonly tokenHash: string;
};

type Asking = {
  /** Null where nobody has said who it is. */
  readonly session: Session | null;
  /** Where the request came from, as limits see it: an IPv4 address or an IPv6 /64. */
  readonly address: string;
};

/** Has not said who it is. */
export type ReaderActor = Asking & { readonly kind: 'reader'; readonly member: null };
/** Has a name, and no power anywhere. */
export type PlainMemberActor = Asking & { readonly kind: 'member'; readonly member: Identity };
/** Has a role that holds on some site. */
export type StaffActor = Asking & { readonly kind: 'staff'; readonly member: Identity };
/** The forum itself, or whoever sits at its command line. It is written down under this name. */
export type SystemActor = Asking & {
  readonly kind: 'system';
  readonly member: null;
  readonly id: string;
  readonly name: string;
};

/** Whoever is asking. The first parameter of every service method. */
export type Actor = ReaderActor | PlainMemberActor | StaffActor | SystemActor;
export type MemberActor = PlainMemberActor | StaffActor;
/** Who can be written down for what was done to the forum. */
export type AccountableActor = MemberActor | SystemActor;

export const readerActor = (address: string): ReaderActor => ({ kind: 'reader', member: null, session: null, address });

/** A member, or staff where a role of theirs holds. */
export const memberActor = (member: Identity, session: Session | null, address: string): MemberActor => ({
  kind: Object.keys(member.roles).some((siteId) => staffRole(member, siteId) !== null) ? 'staff' : 'member',
  member,
  session,
  address,
});

export const systemActor = ({ id, name }: { readonly id: string; readonly name: string }): SystemActor => ({
  ...{ kind: 'system', member: null, session: null, address: '', id, name },
});

/** Whose name stands in the log. */
export function accountOf(actor: AccountableActor): { readonly id: string; readonly name: string } {
  const { id, name } = actor.kind === 'system' ? actor : actor.member;
  return { id, name };
}

/** Whose Idempotency-Keys a request's are: its member's, or without a token those of its address. */
export const writerOf = ({ member, address }: Actor): string => member?.id ?? `address:${sha256(address)}`;

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

export const isStaff = ({ kind }: Actor): boolean => kind === 'staff';

/**
 * A guest of so few seconds ago that it may be the same person once more: its votes and reports have limits of their own.
 * @param coolingOff seconds: COOLING_OFF
 */
export const isBrandNew = ({ kind, createdAt }: Identity, now: number, coolingOff: number): boolean =>
  kind === 'guest' && now - createdAt < coolingOff * 1_000;

/**
 * `a` stands above `b` on a site: nobody sanctions an equal or a superior. What holds on every site (`*`) holds also where `b` has
 * a role of its own.
 */
export const outranks = (a: Identity, b: Identity, siteId: string): boolean => {
  const rank = (role: StaffRole | null): number => (role ? RANK[role] : 0);
  const theirs = siteId === '*' ? Object.values(b.roles) : [heldRole(b, siteId)];
  return rank(staffRole(a, siteId)) > Math.max(0, ...theirs.map(rank));
};
