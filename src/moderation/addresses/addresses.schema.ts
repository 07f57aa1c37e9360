import { z } from 'zod';
import { addressRules } from '../../sites/address-rules.schema.js';

/** Each by itself: `partial()` would fill in the defaults of the rest. */
const changedRules = z.strictObject({
  www: z.boolean().optional(),
  mobile: z.boolean().optional(),
  hosts: z.boolean().optional(),
  slash: z.boolean().optional(),
  index: z.boolean().optional(),
  ignore: addressRules.shape.ignore.unwrap().optional(),
});
/** Which of a site's rules are to change; none: what is there twice already. */
export const previewAddresses = z
  .strictObject({ addresses: changedRules })
  .meta({ examples: [{ addresses: { slash: true } }] });
export type PreviewAddresses = z.infer<typeof previewAddresses>;
export const changeAddresses = z
  .strictObject({ addresses: changedRules, revision: z.int().optional() })
  .meta({ examples: [{ addresses: { slash: true }, revision: 3 }] });
export type ChangeAddresses = z.infer<typeof changeAddresses>;

/** `sites`: those whose rules somebody may change. `revision`: goes with the change, so that nobody overwrites another's. */
export const sitesAnswer = z.object({
  sites: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      hosts: z.array(z.string()),
      revision: z.int(),
      addresses: addressRules,
    }),
  ),
  /** Those that one moderates. */
  moderates: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SitesAnswer = z.infer<typeof sitesAnswer>;

const twinThread = z.object({ id: z.string(), title: z.string(), url: z.string(), messageCount: z.int() });
/** The rules, and the threads that are one article under them: those of `from` go into `into`. */
export const addressesAnswer = z.object({
  addresses: addressRules,
  twins: z.array(z.object({ into: twinThread, from: z.array(twinThread) })),
});
export type AddressesAnswer = z.infer<typeof addressesAnswer>;
