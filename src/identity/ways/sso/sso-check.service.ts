import { Injectable } from '@nestjs/common';
import { decodeJwt } from 'jose';
import type { AccountableActor } from '../../../auth/actor.js';
import { may } from '../../../auth/policy/may.js';
import { ForumError } from '../../../errors/forum-error.js';
import type { Language } from '../../../i18n/format.js';
import { said } from '../../../i18n/text.js';
import { SiteSecretsService } from '../../../sites/secrets/site-secrets.service.js';
import type { KnownSite } from '../../../sites/site-settings.js';
import { SitesService } from '../../../sites/sites.service.js';
import { snippets } from './snippets.js';
import { SsoTokensService } from './sso-tokens.service.js';
import type { SsoCheck, SsoSetup } from './sso.schema.js';
import { SsoWay } from './sso.way.js';
import { LIFE, SKEW, type TokenClaims } from './token-claims.js';
import { headerOf, TOKEN_LENGTH } from './token-header.js';
import { UsedSsoTokensRepository } from './used-sso-tokens.repository.js';

/** Tells whoever sets single sign-on up what it takes, and what is wrong with a token that they made. */
@Injectable()
export class SsoCheckService {
  constructor(
    private readonly way: SsoWay,
    private readonly ssoTokens: SsoTokensService,
    private readonly used: UsedSsoTokensRepository,
    private readonly secrets: SiteSecretsService,
    private readonly sites: SitesService,
  ) {}

  /** @throws ForumError not_allowed for who is no staff; site_not_found where the site is not theirs */
  async setup(actor: AccountableActor, siteId: string): Promise<SsoSetup> {
    const site = await this.siteOf(actor, siteId);
    const { issuers, audience } = this.ssoTokens.expected(site);
    return {
      on: this.way.isOn(site),
      issuers: [...issuers],
      audience,
      algorithms: [...site.settings.ssoAlgorithms],
      life: LIFE,
      skew: SKEW,
      hasSecret: (await this.secrets.good(siteId)).length > 0,
      snippets: snippets({ issuer: issuers[0] ?? 'https://YOUR-SITE', audience }),
    };
  }

  /**
   * Looks at a token as a sign-in would. It is not used up, and nothing of it is kept or logged.
   * @throws ForumError not_allowed for who is no staff; site_not_found where the site is not theirs
   */
  async check(actor: AccountableActor, siteId: string, raw: string, language: Language): Promise<SsoCheck> {
    const site = await this.siteOf(actor, siteId);
    const token = raw.trim();
    const seen = { header: readable(token, headerOf), claims: readable(token, decodeJwt) };
    try {
      if (!this.way.isOn(site)) throw new ForumError('sso_off');
      const claims = await this.ssoTokens.verify(site, token);
      if (await this.used.isUsed(siteId, claims.jti)) throw new ForumError('sso_token_used');
      return { valid: true, problem: null, notes: notesOn(site, claims), ...seen };
    } catch (error) {
      if (!(error instanceof ForumError)) throw error;
      const { code, text, details = {} } = error;
      const problem = { code, message: text.in(language), details: said(details, language) as Record<string, unknown> };
      return { valid: false, problem, notes: [], ...seen };
    }
  }

  private async siteOf(actor: AccountableActor, siteId: string): Promise<KnownSite> {
    if (!may(actor, 'site.sso', siteId)) throw new ForumError('site_not_found');
    return this.sites.site(siteId);
  }
}

function readable(token: string, read: (token: string) => object): Record<string, unknown> | null {
  if (token.length > TOKEN_LENGTH) return null;
  try {
    return { ...read(token) };
  } catch {
    return null;
  }
}

function notesOn({ settings }: KnownSite, { badges = [], roles = [], picture }: TokenClaims): SsoCheck['notes'] {
  return [
    ...badges
      .filter((badge) => !settings.ssoBadges.includes(badge))
      .map((about) => ({ note: 'badge_not_declared', about }) as const),
    ...roles
      .filter((role) => role !== 'moderator' || !settings.ssoRoles)
      .map((about) => ({ note: 'role_not_given', about }) as const),
    ...(picture === undefined ? [] : [{ note: 'picture_not_shown', about: picture } as const]),
  ];
}
