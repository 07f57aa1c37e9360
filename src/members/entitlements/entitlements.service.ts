import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.js';
import type { Tx } from '../../database/transactions.js';
import { MembersRepository } from '../members.repository.js';
import { entitlementOn, storedEntitlements, type Entitlement } from './entitlements.js';

/** Who is written down for what a publisher says. */
const PUBLISHER = { id: 'sso', name: 'single sign-on' };

/** What publishers say of their readers, and what follows from it. */
@Injectable()
export class EntitlementsService {
  constructor(
    private readonly members: MembersRepository,
    private readonly log: AuditLog,
  ) {}

  /** Takes what a publisher says of a reader on its site, unless it has said something later. */
  async say(tx: Tx, memberId: string, siteId: string, said: Entitlement): Promise<void> {
    await this.members.lock(tx, memberId);
    const stored = await this.members.entitlementsOf(tx, memberId);
    const before = entitlementOn(stored, siteId);
    if (before && said.issuedAt < before.issuedAt) return;
    const moderator = await this.follow(tx, memberId, siteId, { was: before?.moderator ?? false, is: said.moderator });
    const after = { ...said, moderator };
    const all = { ...storedEntitlements(stored), [siteId]: after };
    await this.members.setEntitlements(tx, memberId, JSON.stringify(all));
    // A page that is opened says the same as the one before: nobody has to read the member anew.
    if (!before || !isSame(before, after)) tx.emit({ name: 'member.changed', memberId });
  }

  /** Takes roles back that publishers gave on sites where they give none any more. */
  async withdrawRoles(tx: Tx, gives: (siteId: string) => boolean): Promise<void> {
    for (const { memberId, siteId, entitlements } of await this.members.entitledStaff(tx)) {
      const said = entitlementOn(entitlements, siteId);
      if (said?.moderator && !gives(siteId)) await this.say(tx, memberId, siteId, { ...said, moderator: false });
    }
  }

  /** Gives or takes the role; answers whether it is there by the publisher's word. A role of the command line is not touched. */
  private async follow(
    tx: Tx,
    memberId: string,
    siteId: string,
    { was, is }: { readonly was: boolean; readonly is: boolean },
  ): Promise<boolean> {
    const role = await this.members.roleAt(tx, memberId, siteId);
    if (is && role === null) {
      await this.members.setKind(tx, memberId, 'staff');
      await this.members.putRole(tx, memberId, siteId, 'moderator');
      await this.write(tx, 'staff.add', memberId, siteId, { before: null, after: { role: 'moderator' } });
      return true;
    }
    if (is || !was || role !== 'moderator') return is && was && role === 'moderator';
    await this.members.takeRole(tx, memberId, siteId);
    if ((await this.members.sitesOf(tx, memberId)).length === 0) await this.members.setKind(tx, memberId, 'verified');
    await this.write(tx, 'staff.remove', memberId, siteId, { before: { role }, after: null });
    return false;
  }

  private async write(
    tx: Tx,
    action: string,
    id: string,
    siteId: string,
    changed: { readonly before: unknown; readonly after: unknown },
  ): Promise<void> {
    const subject = { kind: 'member', id } as const;
    await this.log.append(tx, { siteId, actor: PUBLISHER, action, subject, ...changed, reason: null });
  }
}

/** Whether two tokens say the same, whenever they did. */
const isSame = (a: Entitlement, b: Entitlement): boolean =>
  a.mayComment === b.mayComment && a.moderator === b.moderator && a.badges.join() === b.badges.join();
