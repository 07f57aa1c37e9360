import { z } from 'zod';
import { ForumError } from '../../../errors/forum-error.js';
import { cleanEmail } from '../../../members/mail-address.js';
import { cleanName } from '../../../members/names/names.js';

/** Seconds that a token may be good for. */
export const LIFE = 300;
/** Seconds by which the publisher's clock and ours may differ. */
export const SKEW = 30;

const seconds = z.number().min(0).max(1e11);
const words = z.array(z.string().max(100)).max(20);

/** What a token says of a reader (RFC 7519, and names of our own). What is not named here is ignored. */
const claims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string()).min(1).max(10)]),
  iat: seconds,
  exp: seconds,
  nbf: seconds.optional(),
  jti: z.string().min(1).max(200),
  sub: z.string().min(1).max(200),
  name: z.string().max(200),
  picture: z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .optional(),
  email: z.string().max(320).optional(),
  roles: words.optional(),
  badges: words.optional(),
  may_comment: z.boolean().optional(),
});
export type TokenClaims = z.infer<typeof claims>;

/** Who may say it, to whom. */
export type Expected = {
  readonly isIssuer: (issuer: string) => boolean;
  readonly issuers: readonly string[];
  readonly audience: string;
};

/**
 * Reads what a token whose signature is good says, in the order in which somebody would mend it.
 * @param now ms
 * @throws ForumError sso_claim_not_valid, sso_wrong_issuer, sso_wrong_audience, sso_token_too_long, sso_token_expired, sso_token_early
 */
export function readClaims(payload: unknown, { isIssuer, issuers, audience }: Expected, now: number): TokenClaims {
  const read = claims.safeParse(payload);
  if (!read.success) throw notValid(read.error.issues[0]);
  const said = read.data;
  if (!isIssuer(said.iss))
    throw new ForumError('sso_wrong_issuer', { seen: said.iss.slice(0, 200), expected: issuers });
  if (![said.aud].flat().includes(audience))
    throw new ForumError('sso_wrong_audience', { seen: said.aud, expected: audience });
  checkTimes(said, now / 1_000);
  return { ...said, name: checked('name', () => cleanName(said.name)), ...emailIn(said) };
}

function checkTimes({ iat, exp, nbf = iat }: TokenClaims, now: number): void {
  if (exp <= iat || exp - iat > LIFE) throw new ForumError('sso_token_too_long', { seconds: exp - iat, most: LIFE });
  if (exp + SKEW <= now) throw new ForumError('sso_token_expired', { ago: Math.floor(now - exp) });
  if (Math.max(iat, nbf) - SKEW > now)
    throw new ForumError('sso_token_early', { ahead: Math.ceil(Math.max(iat, nbf) - now) });
}

const emailIn = ({ email }: TokenClaims) =>
  email === undefined ? {} : { email: checked('email', () => cleanEmail(email)) };

/** What the forum's own rules of names and addresses refuse is said as a claim of the token. */
function checked<T>(claim: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ForumError)) throw error;
    const [issue] = Array.isArray(error.details) ? (error.details as { message: string }[]) : [];
    throw new ForumError('sso_claim_not_valid', { claim, problem: issue?.message ?? 'is not valid' });
  }
}

function notValid(issue: z.core.$ZodIssue | undefined): ForumError {
  const claim = String(issue?.path[0] ?? '');
  const isMissing = issue?.code === 'invalid_type' && issue.input === undefined;
  return new ForumError('sso_claim_not_valid', {
    claim,
    problem: claim === '' ? 'the payload is no JSON object' : isMissing ? 'is missing' : (issue?.message ?? ''),
  });
}
