import { Inject, Injectable } from '@nestjs/common';
import { compactVerify, type CryptoKey, type KeyObject } from 'jose';
import { Clock } from '../../../config/clock.js';
import { CONFIG, type Config } from '../../../config/config.js';
import { ForumError } from '../../../errors/forum-error.js';
import { namesBadge } from '../../../members/names/badge-words.js';
import { algorithmOf, publicKeyIn } from '../../../settings/public-keys.js';
import { SiteSecretsService } from '../../../sites/secrets/site-secrets.service.js';
import type { KnownSite } from '../../../sites/site-settings.js';
import { JwksService } from './keys/jwks.service.js';
import { readClaims, type Expected, type TokenClaims } from './token-claims.js';
import { readHeader, type TokenHeader } from './token-header.js';

type Key = CryptoKey | KeyObject | Uint8Array;

/** Whether a token is the site's publisher's word, and what it says. Nothing is written, so that the same can be asked again. */
@Injectable()
export class SsoTokensService {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
    private readonly secrets: SiteSecretsService,
    private readonly jwks: JwksService,
    private readonly clock: Clock,
  ) {}

  /** @throws ForumError one of `sso_…`, by what is wrong with it first */
  async verify(site: KnownSite, token: string): Promise<TokenClaims> {
    const header = readHeader(token, site.settings.ssoAlgorithms);
    const payload = await payloadOf(token, header, await this.keys(site, header));
    const claims = readClaims(payload, this.expected(site), this.clock.now());
    // A badge stands beside a name: in it, it would be the reader's own word.
    if (namesBadge(claims.name, site.settings.ssoBadges, claims.badges ?? []))
      throw new ForumError('sso_claim_not_valid', {
        claim: 'name',
        problem: 'holds a badge that the token does not give',
      });
    return claims;
  }

  /** Who may sign tokens of a site, and for whom they have to be. */
  expected({ id, hosts, settings: { ssoIssuer } }: KnownSite): Expected {
    const issuers = ssoIssuer === null ? hosts.map((host) => `https://${host}`) : [ssoIssuer];
    return {
      audience: `${this.config.PUBLIC_URL.origin}/${id}`,
      issuers,
      isIssuer: (issuer) => (ssoIssuer === null ? hosts.includes(hostIn(issuer)) : issuer === ssoIssuer),
    };
  }

  /** @throws ForumError sso_key_not_found, sso_keys_unavailable */
  private async keys({ id, settings }: KnownSite, header: TokenHeader): Promise<readonly Key[]> {
    if (header.alg === 'HS256') {
      const secrets = await this.secrets.good(id);
      if (secrets.length === 0) throw new ForumError('sso_key_not_found', { kid: null, alg: header.alg });
      return secrets.map((secret) => new TextEncoder().encode(secret));
    }
    const pasted = settings.ssoPublicKey === null ? null : publicKeyIn(settings.ssoPublicKey);
    if (pasted && algorithmOf(pasted) === header.alg) return [pasted];
    if (settings.ssoKeys === null)
      throw new ForumError('sso_key_not_found', { kid: header.kid ?? null, alg: header.alg });
    return [await this.jwks.key(settings.ssoKeys, header)];
  }
}

/** @throws ForumError sso_signature_not_valid, sso_token_malformed */
async function payloadOf(token: string, { alg }: TokenHeader, keys: readonly Key[]): Promise<unknown> {
  for (const key of keys) {
    const bytes = await compactVerify(token, key, { algorithms: [alg] }).then(
      ({ payload }) => payload,
      () => null,
    );
    if (bytes) return parsed(bytes);
  }
  throw new ForumError('sso_signature_not_valid', { alg });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ForumError('sso_token_malformed', { part: 'payload' });
  }
}

/** The host of an issuer that is an address, or stands for one. */
function hostIn(issuer: string): string {
  const address = issuer.includes('://') ? issuer : `https://${issuer}`;
  return URL.canParse(address) ? new URL(address).hostname : '';
}
