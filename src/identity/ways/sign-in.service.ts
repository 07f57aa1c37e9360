import { Inject, Injectable } from '@nestjs/common';
import { isStaff, memberActor, type Identity } from '../../auth/actor.js';
import { TokensRepository, type SessionRow } from '../../auth/tokens/tokens.repository.js';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import { sha256 } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { memberView, MembersService } from '../../members/members.service.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import { SitesService } from '../../sites/sites.service.js';
import { CredentialsRepository } from '../credentials/credentials.repository.js';
import { sessionView } from '../sessions/session-view.js';
import type { Proof, StaffProof, SubjectProof } from './proof.js';
import type { SignedIn, WaysAnswer } from './sign-in.schema.js';
import { WAYS_IN, type WayIn } from './way.js';

/** Where every way in ends: from a proof to a member and a session of theirs. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(WAYS_IN) private readonly ways: readonly WayIn[],
    private readonly credentials: CredentialsRepository,
    private readonly members: MembersService,
    private readonly sanctions: SanctionsRepository,
    private readonly identities: TokensRepository,
    private readonly tokens: TokensService,
    private readonly sites: SitesService,
  ) {}

  /** How one can come in on a site. @throws ForumError site_not_found */
  async waysOn(siteId: string): Promise<WaysAnswer> {
    const site = await this.sites.site(siteId);
    return { ways: this.ways.flatMap((way) => way.on(site) ?? []) };
  }

  /**
   * Whoever has given this proof before is that member again; a guest becomes one, with all that it wrote; else it is a new one.
   * @throws ForumError invalid_request where the forum needs a name and has none; name_taken; not_allowed for a proof of staff by who
   * has no role that holds
   */
  async signIn(tx: Tx, proof: Proof): Promise<SignedIn> {
    const member = 'memberId' in proof ? await this.staff(tx, proof) : await this.memberOf(tx, proof);
    const token = 'memberId' in proof ? await this.openConsole(tx, proof) : await this.tokenFor(tx, member.id, proof);
    const session = await this.sessionBy(tx, member.id, token);
    if (!session) throw new Error('A session that is none');
    return { token, member: memberView(member), session: sessionView(session, session.hash) };
  }

  private async staff(tx: Tx, { memberId }: StaffProof): Promise<Identity> {
    const member = await this.identities.identity(tx, memberId);
    const held = await this.sanctions.holding(memberId, tx.now, tx);
    const sanctionedOn = held.map(({ siteId }) => siteId);
    if (!member || !isStaff(memberActor({ ...member, sanctionedOn }, null, ''))) throw new ForumError('not_allowed');
    return member;
  }

  private openConsole(tx: Tx, { memberId, way, device, former }: StaffProof): Promise<string> {
    return this.tokens.openSession(tx, memberId, { way, device }, former);
  }

  private async tokenFor(tx: Tx, memberId: string, { session, way, device }: SubjectProof): Promise<string> {
    if (session && (await this.sessionBy(tx, memberId, session))) return session;
    return this.tokens.issue(tx, memberId, 'member', { way, device });
  }

  private async sessionBy(tx: Tx, memberId: string, token: string): Promise<SessionRow | undefined> {
    const hash = sha256(token);
    return (await this.tokens.sessionsOf(memberId, tx)).find((one) => one.hash === hash);
  }

  private async memberOf(tx: Tx, proof: SubjectProof): Promise<Identity> {
    const known = await this.credentials.use(tx, proof);
    if (known) {
      const member = await this.identities.identity(tx, known.memberId);
      if (member)
        return proof.nameFollows && proof.name !== null ? this.members.follow(tx, member, proof.name) : member;
    }
    const staff = proof.staffId === null ? null : await this.identities.identity(tx, proof.staffId);
    const member = staff ?? (await this.proven(tx, proof));
    await this.credentials.insert(tx, member.id, proof);
    return member;
  }

  private async proven(tx: Tx, { guest, name: wanted, nameFollows = false }: SubjectProof): Promise<Identity> {
    const name = nameFollows && wanted !== null ? await this.members.nameFor(tx, wanted, null) : wanted;
    if (guest && !(await this.credentials.hasAny(tx, guest.id)))
      return this.members.prove(tx, guest, nameFollows && name !== null ? name : guest.name);
    if (name === null)
      throw new ForumError('invalid_request', [{ path: 'name', code: 'missing', message: 'is missing' }]);
    return this.members.admit(tx, name);
  }
}
