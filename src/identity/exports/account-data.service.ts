import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import { iso } from '../../config/clock.js';
import { entitlementOn, storedEntitlements } from '../../members/entitlements/entitlements.js';
import { MemberData, type DataRow } from '../../members/member-data.js';
import { MembersRepository } from '../../members/members.repository.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { SecretBox } from '../secrets/secret-box.js';
import { sessionView } from '../sessions/session-view.js';
import { PasskeysRepository } from '../ways/passkey/passkeys.repository.js';

/** Who somebody is here, by what they come in, and where they are signed in: each a handful of rows. */
@Injectable()
export class AccountDataService implements OnModuleInit {
  constructor(
    private readonly data: MemberData,
    private readonly members: MembersRepository,
    private readonly credentials: CredentialsRepository,
    private readonly tokens: TokensService,
    private readonly passkeys: PasskeysRepository,
    private readonly box: SecretBox,
  ) {}

  onModuleInit(): void {
    this.add('account', (memberId) => this.account(memberId));
    this.add('credentials', (memberId) => this.waysIn(memberId));
    this.add('sessions', (memberId) => this.sessions(memberId));
    this.add('passkeys', (memberId) => this.ownPasskeys(memberId));
  }

  private add(
    name: 'account' | 'credentials' | 'sessions' | 'passkeys',
    read: (id: string) => Promise<DataRow[]>,
  ): void {
    this.data.add(name, async function* (memberId) {
      yield await read(memberId);
    });
  }

  private async account(memberId: string): Promise<DataRow[]> {
    const stored = await this.members.stored(memberId);
    if (!stored) return [];
    const { id, name, kind, email, createdAt, publishedCount, entitlements } = stored.member;
    return [
      {
        id,
        name,
        kind,
        email,
        createdAt: iso(createdAt),
        published: publishedCount,
        roles: stored.roles.map(({ siteId, role }) => ({ site: siteId, role })),
        said: Object.keys(storedEntitlements(entitlements)).map((site) => saidOn(entitlements, site)),
      },
    ];
  }

  private async waysIn(memberId: string): Promise<DataRow[]> {
    const credentials = await this.credentials.of(memberId);
    return credentials.map(({ way, scope, sealed, createdAt, usedAt }) => ({
      way,
      site: scope,
      email: sealed === null ? null : this.box.open('mail address', sealed),
      createdAt: iso(createdAt),
      usedAt: iso(usedAt),
    }));
  }

  private async sessions(memberId: string): Promise<DataRow[]> {
    const sessions = await this.tokens.sessionsOf(memberId);
    return sessions.map((row) => {
      const { id, way, device, createdAt, usedAt, expiresAt } = sessionView(row, '');
      return { id, way, device, createdAt, usedAt, expiresAt };
    });
  }

  private async ownPasskeys(memberId: string): Promise<DataRow[]> {
    const passkeys = await this.passkeys.of(memberId);
    return passkeys.map(({ name, device, createdAt, usedAt }) => ({
      name,
      device,
      createdAt: iso(createdAt),
      usedAt: usedAt === null ? null : iso(usedAt),
    }));
  }
}

/** What the publisher of a site says of somebody; only the site where another build has written it. */
function saidOn(entitlements: string | null, site: string): DataRow {
  const said = entitlementOn(entitlements, site);
  if (!said) return { site };
  return { site, mayComment: said.mayComment, badges: said.badges.join(', '), at: iso(said.issuedAt * 1_000) };
}
