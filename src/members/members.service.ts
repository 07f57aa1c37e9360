import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { memberSitesWhere, powersOf } from '../auth/policy/may.js';
import { roleOn, type Actor, type Identity, type MemberActor } from '../auth/actor.js';
import { Limits } from '../auth/limits/limits.js';
import { TokensService } from '../auth/tokens/tokens.service.js';
import { iso } from '../config/clock.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../database/writes/idempotency.js';
import { newId, sha256 } from '../database/ids.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';
import { MembersRepository } from './members.repository.js';
import type { GuestAnswer, MeAnswer, MemberView, NewGuest, NewName } from './members.schema.js';
import { cleanName, isReserved, skeleton, skeletonsOf } from './names/names.js';
import { EVERY_SITE } from './staff/staff-role.entity.js';

/** What nobody has who has only just come. */
const UNSEEN = { email: null, publishedCount: 0, entitlements: null } as const;

/** What tells people of one name apart, before it is left to chance. */
const NUMBERS = [2, 3, 4, 5, 6, 7, 8, 9];
/** What of a name stands behind another; nothing where it does not begin so. */
const tail = (whole: string, start: string): string => (whole.startsWith(start) ? whole.slice(start.length) : '');

/** Whom the forum knows. Ways of proving who one is (mail, single sign-on) join `auth/` as files of their own and end in `admit`. */
@Injectable()
export class MembersService {
  constructor(
    private readonly members: MembersRepository,
    private readonly tokens: TokensService,
    private readonly transactions: Transactions,
    private readonly writes: IdempotentWrites,
    private readonly limits: Limits,
  ) {}

  /**
   * Takes in a reader by no more than a name. Keys of others may be guessed, and many share an address: only whoever has the
   * secret of the first request gets its guest again.
   * @throws ForumError invalid_request, name_taken, too_fast
   */
  async welcomeGuest(
    actor: Actor,
    once: IdempotencyKey | null,
    { name: raw, secret }: NewGuest,
    device: string | null = null,
  ): Promise<WriteResult<GuestAnswer>> {
    const name = cleanName(raw);
    await this.limits.take('GUESTS_PER_HOUR', actor.address);
    const opening = { way: 'guest', device };
    let token: string | undefined;
    const { outcome, value, replayed } = await this.writes.run(
      `guest:${sha256(`${actor.address} ${secret}`)}`,
      secret === undefined ? null : once,
      async (tx) => {
        const member = await this.admitGuest(tx, name);
        token = await this.tokens.issue(tx, member.id, 'guest', opening);
        return new WriteResult('created', memberView(member));
      },
    );
    // Answers are kept, tokens are not: the same request again gets the same guest with a token of its own.
    if (replayed) token = await this.transactions.run((tx) => this.tokens.issue(tx, value.id, 'guest', opening));
    if (token === undefined) throw new Error('A guest without a token');
    return new WriteResult(outcome, { token, member: value }, replayed);
  }

  /** A new guest inside a write of the caller's. @throws ForumError name_taken */
  async admitGuest(tx: Tx, name: string): Promise<Identity> {
    await this.refuseTaken(tx, name);
    const member = { id: newId(tx.now), name, kind: 'guest', createdAt: tx.now } as const;
    await this.members.insert(tx, { ...member, nameSkeleton: skeleton(name), ...UNSEEN });
    return { ...member, roles: {}, sanctionedOn: [] };
  }

  /** A new member who has proven who it is. @throws ForumError name_taken */
  async admit(tx: Tx, name: string): Promise<Identity> {
    await this.refuseTaken(tx, name);
    const member = { id: newId(tx.now), name, kind: 'verified', createdAt: tx.now } as const;
    await this.members.insert(tx, { ...member, nameSkeleton: skeleton(name), ...UNSEEN });
    return { ...member, roles: {}, sanctionedOn: [] };
  }

  /**
   * A guest has proven who it is: its name, or the one that comes with the proof, and all that it wrote, are its own from now on,
   * and a sign-in is what speaks for it.
   * @throws ForumError name_taken where somebody has proven that name before
   */
  async prove(tx: Tx, guest: Identity, name = guest.name): Promise<Identity> {
    await this.members.lock(tx, guest.id);
    if (!(await this.members.isThere(tx, guest.id))) throw new ForumError('sign_in_required');
    await this.refuseTaken(tx, name);
    if (name !== guest.name) await this.members.rename(tx, guest.id, name, skeleton(name));
    await this.members.setKind(tx, guest.id, 'verified');
    await this.tokens.revokeAll(tx, guest.id);
    tx.emit({ name: 'member.changed', memberId: guest.id });
    return { ...guest, name, kind: 'verified' };
  }

  /**
   * Another name for oneself; every message of one's own bears it from now on.
   * @throws ForumError invalid_request, name_taken, sign_in_required
   */
  async rename(
    actor: MemberActor,
    once: IdempotencyKey | null,
    { name: raw }: NewName,
  ): Promise<WriteResult<MeAnswer>> {
    const name = cleanName(raw);
    const { member } = actor;
    return this.writes.run(member.id, once, async (tx) => {
      await this.members.lock(tx, member.id);
      if (!(await this.members.isThere(tx, member.id))) throw new ForumError('sign_in_required');
      if (member.kind === 'guest') await this.refuseTaken(tx, name);
      else await this.refuseSecond(tx, name, member.id);
      await this.members.rename(tx, member.id, name, skeleton(name));
      tx.emit({ name: 'member.changed', memberId: member.id });
      return new WriteResult('done', this.me({ ...actor, member: { ...member, name } }));
    });
  }

  /**
   * A name that somebody else says for a member: as it is, or with a number behind it where another has proven it to be theirs.
   * @param member null where it is not known yet
   * @throws ForumError name_taken for a name that speaks for the house
   */
  async nameFor(tx: Tx, name: string, member: Identity | null): Promise<string> {
    if (member && (member.name === name || /^ \d+$/.test(tail(member.name, name)))) return member.name;
    if (isReserved(name)) throw new ForumError('name_taken', { name });
    for (const number of ['', ...NUMBERS, randomInt(100, 100_000), randomInt(100_000, 100_000_000)]) {
      const numbered = number === '' ? name : `${name} ${number}`;
      if (!(await this.members.isProvenName(tx, skeletonsOf(numbered), member?.id))) return numbered;
    }
    throw new ForumError('name_taken', { name });
  }

  /** Another name of somebody whose name is not their own to choose. @throws ForumError name_taken */
  async follow(tx: Tx, member: Identity, said: string): Promise<Identity> {
    await this.members.lock(tx, member.id);
    const name = await this.nameFor(tx, said, member);
    if (name === member.name) return member;
    await this.members.rename(tx, member.id, name, skeleton(name));
    tx.emit({ name: 'member.changed', memberId: member.id });
    return { ...member, name };
  }

  private async refuseTaken(tx: Tx, name: string): Promise<void> {
    if (isReserved(name) || (await this.members.isProvenName(tx, skeletonsOf(name))))
      throw new ForumError('name_taken', { name });
  }

  /** Two of staff must not be taken for each other. */
  private async refuseSecond(tx: Tx, name: string, exceptId: string | null): Promise<void> {
    if (!(await this.members.isProvenName(tx, skeletonsOf(name), exceptId))) return;
    throw new ForumError('name_taken', { name }, say('refused.staffName', { name }));
  }

  me(actor: MemberActor): MeAnswer {
    const { member } = actor;
    return {
      member: memberView(member),
      permissions: powersOf(member),
      sites: [...memberSitesWhere(member, 'queue.read')],
    };
  }

  isEmpty(): Promise<boolean> {
    return this.members.isEmpty();
  }
}

export function memberView(member: Identity): MemberView {
  const role = roleOn(member, EVERY_SITE);
  return {
    id: member.id,
    name: member.name,
    role,
    badges: badgesOf(member, EVERY_SITE),
    createdAt: iso(member.createdAt),
  };
}

/** What stands beside a name: so far the role of staff. */
function badgesOf(member: Identity, siteId: string): string[] {
  const role = roleOn(member, siteId);
  return role === 'guest' || role === 'member' ? [] : [role];
}
