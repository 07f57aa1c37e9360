import { z } from 'zod';

export const ROLES = ['guest', 'member', 'moderator', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];
export const STAFF_ROLES = ['moderator', 'admin', 'owner'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What everyone may know of a member. */
export const authorView = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    badges: z.array(z.string()),
  })
  .meta({ id: 'Author' });
export type AuthorView = z.infer<typeof authorView>;

/** What a member may know of itself. */
export const memberView = authorView.extend({ createdAt: z.string() }).meta({ id: 'Member' });
export type MemberView = z.infer<typeof memberView>;

export const newGuest = z
  .strictObject({
    name: z.string().max(200),
    /** Random, and known to nobody else: with it an `Idempotency-Key` gives the same guest again, without it none. */
    secret: z
      .string()
      .regex(/^[\x21-\x7e]{22,128}$/, 'must be 22 to 128 visible ASCII characters')
      .optional(),
  })
  .meta({ examples: [{ name: 'Ana' }] });
export type NewGuest = z.infer<typeof newGuest>;

export const newName = z.strictObject({ name: z.string().max(200) }).meta({ examples: [{ name: 'Ana' }] });
export type NewName = z.infer<typeof newName>;

export const guestAnswer = z.object({ token: z.string(), member: memberView });
export type GuestAnswer = z.infer<typeof guestAnswer>;

/** What an actor may do, in the words of before the policy had names for each thing (auth/policy); `sites` of a staff role is `['*']` for all of them. */
export const power = z.enum(['post', 'vote', 'report', 'moderate', 'administer']);
export type Power = z.infer<typeof power>;

export const meAnswer = z.object({
  member: memberView,
  permissions: z.array(power),
  sites: z.array(z.string()),
});
export type MeAnswer = z.infer<typeof meAnswer>;

/** What keeps a member from writing: why, and until when; `until` null: for ever. */
export const ownSanction = z.object({
  kind: z.enum(['ban', 'suspend']),
  reason: z.string(),
  until: z.string().nullable(),
});
export type OwnSanction = z.infer<typeof ownSanction>;

/** What holds against a member, and where: a site, or `*` for every one. */
export const sanctionOfSite = z.object({ site: z.string(), ...ownSanction.shape });
export type SanctionOfSite = z.infer<typeof sanctionOfSite>;
