import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '../../audit/audit-log.js';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import { newId } from '../../database/ids.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { cleanEmail } from '../mail-address.js';
import { MemberTables } from '../member-tables.js';
import { MembersRepository } from '../members.repository.js';
import type { StaffRole } from '../members.schema.js';
import { cleanName, skeleton, skeletonsOf } from '../names/names.js';
import { EVERY_SITE } from './staff-role.entity.js';

/** By which the command line's ways in are told from others. */
const COMMAND = { way: 'command-line', device: null } as const;

/** Who runs the forum: roles, and the ways in that the command line gives to who has one. */
@Injectable()
export class StaffService {
  constructor(
    private readonly members: MembersRepository,
    private readonly tokens: TokensService,
    private readonly transactions: Transactions,
    private readonly log: AuditLog,
    private readonly tables: MemberTables,
  ) {}

  /**
   * Gives a person a role, as the command line does; makes the member where there is none of this mail address.
   * @param siteId null: on every site
   * @param by who is written down for it; nobody where the forum itself does it at its first start
   * @throws ForumError invalid_request where somebody else of staff has the name of the one to be made
   */
  async addStaff(
    email: string,
    role: StaffRole,
    siteId: string | null,
    name?: string,
    by: AuditActor | null = null,
  ): Promise<{ id: string; name: string; link: string; known: boolean }> {
    const address = cleanEmail(email);
    return this.transactions.run(async (tx) => {
      const known = await this.members.byEmail(tx, address);
      const member = known ?? (await this.insertStaff(tx, address, name ?? nameFrom(address)));
      const before = await this.members.roleAt(tx, member.id, siteId ?? EVERY_SITE);
      await this.members.setKind(tx, member.id, 'staff');
      await this.members.putRole(tx, member.id, siteId ?? EVERY_SITE, role);
      await this.write(tx, by, 'staff.add', member.id, siteId, { before: before && { role: before }, after: { role } });
      tx.emit({ name: 'member.changed', memberId: member.id });
      return { ...member, link: await this.tokens.issue(tx, member.id, 'link', COMMAND), known: known !== null };
    });
  }

  /**
   * Takes a person's role on a site away, or every role, and with it all sign-ins, links and API tokens: what they still may,
   * they sign in for anew. With the last role their passkeys go, too. Their name stays theirs.
   * @param siteId null: wherever they have one
   * @returns `left`: where they have a role still, ids of sites and EVERY_SITE
   * @throws ForumError member_not_found; invalid_request where they have no such role
   */
  async removeStaff(
    email: string,
    siteId: string | null,
    by: AuditActor | null = null,
  ): Promise<{ name: string; left: string[] }> {
    const address = cleanEmail(email);
    return this.transactions.run(async (tx) => {
      const member = await this.members.byEmail(tx, address);
      if (!member) throw new ForumError('member_not_found');
      const sites = await this.members.sitesOf(tx, member.id);
      const taken = sites.filter((site) => siteId === null || site === siteId);
      if (taken.length === 0)
        throw new ForumError('invalid_request', [{ path: 'role', message: noRole(member.name, sites) }]);
      for (const site of taken) {
        const role = await this.members.roleAt(tx, member.id, site);
        await this.members.takeRole(tx, member.id, site);
        await this.write(tx, by, 'staff.remove', member.id, site, { before: { role }, after: null });
      }
      await this.tokens.revokeAll(tx, member.id);
      const left = sites.filter((site) => !taken.includes(site));
      if (left.length === 0) await this.tables.leaveStaff(tx, member.id);
      tx.emit({ name: 'member.changed', memberId: member.id });
      return { name: member.name, left };
    });
  }

  /** A one-time link for a member of staff, whose roles stay as they are. @throws ForumError member_not_found */
  async staffLink(email: string, by: AuditActor | null = null): Promise<{ name: string; link: string }> {
    const address = cleanEmail(email);
    return this.transactions.run(async (tx) => {
      const member = await this.members.byEmail(tx, address);
      if (!member || (await this.members.sitesOf(tx, member.id)).length === 0) throw new ForumError('member_not_found');
      await this.write(tx, by, 'staff.link', member.id, null, { before: null, after: null });
      return { name: member.name, link: await this.tokens.issue(tx, member.id, 'link', COMMAND) };
    });
  }

  /** Who has a role, and where. */
  staff(): ReturnType<MembersRepository['staff']> {
    return this.members.staff();
  }

  /** An API token for a member of staff. @throws ForumError member_not_found */
  async staffToken(email: string, by: AuditActor | null = null): Promise<string> {
    return this.transactions.run(async (tx) => {
      const member = await this.members.byEmail(tx, cleanEmail(email));
      if (!member) throw new ForumError('member_not_found');
      await this.write(tx, by, 'staff.token', member.id, null, { before: null, after: null });
      return this.tokens.issue(tx, member.id, 'api', COMMAND);
    });
  }

  private async write(
    tx: Tx,
    by: AuditActor | null,
    action: string,
    memberId: string,
    siteId: string | null,
    changed: { readonly before: unknown; readonly after: unknown },
  ): Promise<void> {
    if (!by) return;
    const subject = { kind: 'member', id: memberId } as const;
    await this.log.append(tx, { siteId: siteId ?? EVERY_SITE, actor: by, action, subject, ...changed, reason: null });
  }

  private async insertStaff(tx: Tx, email: string, raw: string): Promise<{ id: string; name: string }> {
    const name = cleanName(raw);
    if (await this.members.isProvenName(tx, skeletonsOf(name))) {
      const message = `somebody of staff goes by “${name}” already, or by a name that looks like it; give another (--name)`;
      throw new ForumError('invalid_request', [{ path: 'name', message }]);
    }
    const id = newId(tx.now);
    const nameSkeleton = skeleton(name);
    await this.members.insert(tx, {
      id,
      name,
      nameSkeleton,
      kind: 'staff',
      email,
      publishedCount: 0,
      entitlements: null,
      createdAt: tx.now,
    });
    return { id, name };
  }
}

/** Why none can be taken away; one for every site is taken away as such. */
const noRole = (name: string, sites: readonly string[]): string =>
  sites.includes(EVERY_SITE) ? `${name} has one on every site, and none of this site’s own` : `${name} has none there`;

/** `olga.meier@example.com` -> “Olga Meier”: until the person gives another. */
function nameFrom(email: string): string {
  const words = email
    .slice(0, email.indexOf('@'))
    .split(/[._+-]+/)
    .filter(Boolean);
  return words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join(' ');
}
