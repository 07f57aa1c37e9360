import { z } from 'zod';
import { storedJson } from '../../database/stored-json.js';

/** What a publisher says of one of its own readers, on its site. */
export const entitlement = z.object({
  /** When it was said, in seconds since 1970: what was said before that changes nothing any more. */
  issuedAt: z.number(),
  mayComment: z.boolean().catch(true),
  /** Of those that the site has declared. */
  badges: z.array(z.string()).catch([]),
  /** True where the role of moderator is the publisher's word, to be taken back by it; one of the command line is not. */
  moderator: z.boolean().catch(false),
});
export type Entitlement = z.infer<typeof entitlement>;

const entitlements = z.record(z.string(), z.unknown());

/** All that is stored of a member, whichever build wrote it: what this one does not understand stays as it is. */
export function storedEntitlements(stored: string | null): Readonly<Record<string, unknown>> {
  const read = entitlements.safeParse(stored === null ? undefined : storedJson(stored));
  return read.success ? read.data : {};
}

/** What the publisher of a site says of a member; null where it has said nothing. */
export function entitlementOn(stored: string | null | undefined, siteId: string): Entitlement | null {
  // Of nearly everybody nothing is said, and this is asked for each message of a page.
  if (!stored) return null;
  return entitlement.safeParse(storedEntitlements(stored)[siteId]).data ?? null;
}
