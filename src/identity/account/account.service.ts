import { Injectable } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { Clock, iso } from '../../config/clock.js';
import { MembersService } from '../../members/members.service.js';
import { ofSite } from '../../members/sanctions/sanction-of-site.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import { CredentialsRepository, type OwnCredential } from '../credentials/credentials.repository.js';
import { SecretBox } from '../secrets/secret-box.js';
import type { AccountAnswer } from './account.schema.js';
import { masked } from './masked.js';

/** What is known of somebody's account, told to nobody else. */
@Injectable()
export class AccountService {
  constructor(
    private readonly members: MembersService,
    private readonly credentials: CredentialsRepository,
    private readonly sanctions: SanctionsRepository,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  async account(actor: MemberActor): Promise<AccountAnswer> {
    const { member } = actor;
    const [credentials, sanctions] = await Promise.all([
      this.credentials.of(member.id),
      this.sanctions.holding(member.id, this.clock.now()),
    ]);
    const address = this.addressIn(credentials);
    return {
      ...this.members.me(actor),
      roles: Object.entries(member.roles).map(([site, role]) => ({ site, role })),
      email: address === null ? null : masked(address),
      credentials: credentials.map(({ way, scope, createdAt, usedAt }) => ({
        way,
        site: scope,
        createdAt: iso(createdAt),
        usedAt: iso(usedAt),
      })),
      sanctions: sanctions.map((sanction) => ({ ...ofSite(sanction), since: iso(sanction.createdAt) })),
    };
  }

  /** The address by which they sign in: what a publisher says of its readers' addresses, nobody has proven. */
  private addressIn(credentials: readonly OwnCredential[]): string | null {
    const sealed = credentials.find(({ way }) => way === 'mail')?.sealed ?? null;
    return sealed === null ? null : this.box.open('mail address', sealed);
  }
}
