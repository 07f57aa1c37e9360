import { z } from 'zod';

/**
 * Which spellings of an address are one article on a site, beside those that always are (threads/canonical-url.ts). Changed
 * by AddressRulesService alone: every known address has to be looked at again.
 */
export const addressRules = z
  .strictObject({
    /** `www.gazette.example` is `gazette.example`. */
    www: z.boolean().default(true),
    /** So are `m.`, `mobile.` and `amp.` before it. */
    mobile: z.boolean().default(true),
    /** All hosts of the site carry the same articles. */
    hosts: z.boolean().default(false),
    /** A slash at the end of the path says nothing. */
    slash: z.boolean().default(true),
    /** Nor does `index.html` and its kin. */
    index: z.boolean().default(true),
    /** Parameters that say nothing, by name. */
    ignore: z.array(z.string().min(1).max(64)).max(50).default(['ref', 'amp']),
  })
  .meta({ id: 'AddressRules' });
export type AddressRules = z.infer<typeof addressRules>;

export const DEFAULT_RULES: AddressRules = addressRules.parse({});
