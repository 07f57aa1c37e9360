import { z } from 'zod';
import { meAnswer, sanctionOfSite, STAFF_ROLES } from '../../members/members.schema.js';

/** By what the caller is found again when it signs in. */
export const ownCredential = z.object({
  /** The name of a way in: `mail`, `sso`, … */
  way: z.string(),
  /** Where it counts: a site, or `*` for every one. */
  site: z.string(),
  createdAt: z.string(),
  usedAt: z.string(),
});

/** Who the caller is, and what is known of its account. */
export const accountAnswer = meAnswer.extend({
  roles: z.array(z.object({ site: z.string(), role: z.enum(STAFF_ROLES) })),
  /** The mail address that the caller has proven, masked: `m…@example.org`; null where there is none. */
  email: z.string().nullable(),
  /** Empty for a guest: nothing but this browser knows it. */
  credentials: z.array(ownCredential),
  /** All that holds against the caller now, what weighs most first; `since`: when it was decided. */
  sanctions: z.array(sanctionOfSite.extend({ since: z.string() })),
});
export type AccountAnswer = z.infer<typeof accountAnswer>;
