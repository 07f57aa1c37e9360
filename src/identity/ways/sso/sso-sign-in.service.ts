import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../../auth/actor.js';
import { Limits } from '../../../auth/limits/limits.js';
import { Transactions } from '../../../database/transactions.js';
import { ForumError } from '../../../errors/forum-error.js';
import { Jobs } from '../../../jobs/jobs.service.js';
import { EntitlementsService } from '../../../members/entitlements/entitlements.service.js';
import type { KnownSite } from '../../../sites/site-settings.js';
import { SitesService } from '../../../sites/sites.service.js';
import { SecretBox } from '../../secrets/secret-box.js';
import type { Browser } from '../browser.js';
import type { SignedIn } from '../sign-in.schema.js';
import { SignInService } from '../sign-in.service.js';
import { SsoTokensService } from './sso-tokens.service.js';
import type { SsoProof } from './sso.schema.js';
import { SsoWay } from './sso.way.js';
import { SKEW, type TokenClaims } from './token-claims.js';
import { UsedSsoTokensRepository } from './used-sso-tokens.repository.js';

/** Rows that a sweep takes away at a time, and ms between two sweeps. */
const ROWS = 500;
const MINUTE = 60_000;

/** In by a token of the publisher's, which is good once; what it says of the reader holds until a newer one says otherwise. */
@Injectable()
export class SsoSignInService implements OnModuleInit {
  constructor(
    private readonly way: SsoWay,
    private readonly ssoTokens: SsoTokensService,
    private readonly used: UsedSsoTokensRepository,
    private readonly signIns: SignInService,
    private readonly entitlements: EntitlementsService,
    private readonly sites: SitesService,
    private readonly box: SecretBox,
    private readonly limits: Limits,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('sweep.sso-tokens', MINUTE, async () => {
      await this.withdrawRoles();
      return (await this.transactions.run((tx) => this.used.forgetExpired(tx, ROWS))) === ROWS;
    });
  }

  /**
   * @param bearer the token by which this browser is signed in already: it stays where it is this reader's
   * @throws ForumError site_not_found, sso_off, too_fast, name_taken; by what is wrong with the token first: sso_token_malformed,
   * sso_header_not_allowed, sso_algorithm_not_allowed, sso_key_not_found, sso_keys_unavailable, sso_signature_not_valid,
   * sso_claim_not_valid, sso_wrong_issuer, sso_wrong_audience, sso_token_too_long, sso_token_expired, sso_token_early, sso_token_used
   */
  async signIn(actor: Actor, browser: Browser, bearer: string | null, { site, token }: SsoProof): Promise<SignedIn> {
    const known = await this.sites.site(site);
    if (!this.way.isOn(known)) throw new ForumError('sso_off');
    await this.limits.take('SSO_SIGN_INS_PER_HOUR', actor.address);
    const claims = await this.ssoTokens.verify(known, token);
    const subject = `${known.id} ${claims.sub}`;
    return this.transactions.run(async (tx) => {
      if (!(await this.used.use(tx, known.id, claims.jti, (claims.exp + SKEW) * 1_000)))
        throw new ForumError('sso_token_used');
      const signedIn = await this.signIns.signIn(tx, {
        way: 'sso',
        scope: known.id,
        subjects: [this.box.fingerprint('sso subject', subject), ...this.box.fingerprints('sso subject', subject)],
        sealed: claims.email === undefined ? null : this.box.seal('mail address', claims.email),
        staffId: null,
        name: claims.name,
        nameFollows: true,
        guest: actor.member?.kind === 'guest' ? actor.member : null,
        device: browser.device,
        session: bearer,
      });
      await this.entitlements.say(tx, signedIn.member.id, known.id, saidBy(known, claims));
      return signedIn;
    });
  }

  /** Roles that tokens gave, on sites where tokens give none any more. */
  private async withdrawRoles(): Promise<void> {
    const sites = await this.sites.all();
    const gives = (siteId: string) => {
      const { ssoSignIn, ssoRoles } = sites.get(siteId)?.settings ?? {};
      return ssoSignIn === true && ssoRoles === true;
    };
    await this.transactions.run((tx) => this.entitlements.withdrawRoles(tx, gives));
  }
}

/** What of a token holds: badges that the site declared, and a role where it lets tokens give one. */
function saidBy({ settings }: KnownSite, { iat, may_comment, badges = [], roles = [] }: TokenClaims) {
  return {
    issuedAt: iat,
    mayComment: may_comment ?? true,
    badges: settings.ssoBadges.filter((badge) => badges.includes(badge)),
    moderator: settings.ssoRoles && roles.includes('moderator'),
  };
}
