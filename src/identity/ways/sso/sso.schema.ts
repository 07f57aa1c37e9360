import { z } from 'zod';

export const ssoProof = z
  .strictObject({
    site: z.string().max(64),
    /** A JWT that the publisher signed. */
    token: z.string().max(20_000),
  })
  .meta({ examples: [{ site: 'default', token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl' }] });
export type SsoProof = z.infer<typeof ssoProof>;

export const ssoToken = z
  .strictObject({ token: z.string().max(20_000) })
  .meta({ examples: [{ token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl' }] });
export type SsoToken = z.infer<typeof ssoToken>;

/** What is good to know of a token that is good. */
export const NOTES = ['badge_not_declared', 'role_not_given', 'picture_not_shown'] as const;

/** What is wrong with a token; the first thing, as it has to be mended. */
export const ssoCheck = z.object({
  valid: z.boolean(),
  problem: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  notes: z.array(z.object({ note: z.enum(NOTES), about: z.string() })),
  /** What it says of itself and of the reader, whether it is believed or not; null where it cannot be read. */
  header: z.record(z.string(), z.unknown()).nullable(),
  claims: z.record(z.string(), z.unknown()).nullable(),
});
export type SsoCheck = z.infer<typeof ssoCheck>;

/** What a publisher needs to sign in its readers. */
export const ssoSetup = z.object({
  on: z.boolean(),
  /** One of them has to be `iss`. */
  issuers: z.array(z.string()),
  /** Has to be `aud`. */
  audience: z.string(),
  algorithms: z.array(z.string()),
  /** Seconds from `iat` to `exp` at most, and by which clocks may differ. */
  life: z.number(),
  skew: z.number(),
  /** Whether the site has a secret by which HS256 is signed. */
  hasSecret: z.boolean(),
  snippets: z.array(z.object({ language: z.string(), code: z.string() })),
});
export type SsoSetup = z.infer<typeof ssoSetup>;
