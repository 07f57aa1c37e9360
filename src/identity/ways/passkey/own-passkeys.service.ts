import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../../audit/audit-log.js';
import { accountOf, type MemberActor } from '../../../auth/actor.js';
import { Limits } from '../../../auth/limits/limits.js';
import { TokensService } from '../../../auth/tokens/tokens.service.js';
import { iso } from '../../../config/clock.js';
import { newId } from '../../../database/ids.js';
import type { Tx } from '../../../database/transactions.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../../database/writes/idempotency.js';
import { ForumError } from '../../../errors/forum-error.js';
import { MembersRepository } from '../../../members/members.repository.js';
import { PasskeyChallenges } from './passkey-challenges.service.js';
import { PasskeyVerifier } from './passkey-verifier.js';
import type { NewPasskey, PasskeyOptions, PasskeysAnswer, PasskeyView } from './passkey.schema.js';
import { PasskeysRepository } from './passkeys.repository.js';
import type { Passkey } from './passkey.entity.js';

/** Passkeys that one member may have. */
export const MOST_PASSKEYS = 20;

/** The passkeys of whoever asks. */
@Injectable()
export class OwnPasskeysService {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly challenges: PasskeyChallenges,
    private readonly verifier: PasskeyVerifier,
    private readonly tokens: TokensService,
    private readonly members: MembersRepository,
    private readonly limits: Limits,
    private readonly log: AuditLog,
    private readonly writes: IdempotentWrites,
  ) {}

  async list({ member }: MemberActor): Promise<PasskeysAnswer> {
    return passkeysAnswer(await this.passkeys.of(member.id));
  }

  /** @throws ForumError too_fast */
  async options(actor: MemberActor): Promise<PasskeyOptions> {
    await this.limits.take('PASSKEY_CHALLENGES_PER_HOUR', actor.address);
    const options = await this.verifier.creationOptions(actor, await this.passkeys.of(actor.member.id));
    await this.challenges.keep(options.challenge, actor.member.id);
    return { options: { ...options } };
  }

  /** @throws ForumError passkey_not_valid; not_allowed but at the console; invalid_request where there are as many as may be */
  async add(
    actor: MemberActor,
    once: IdempotencyKey | null,
    device: string | null,
    passkey: NewPasskey,
  ): Promise<WriteResult<PasskeysAnswer>> {
    const { member } = actor;
    await this.refuseButConsole(actor);
    const challenge = this.verifier.challengeIn(passkey.response);
    const created = await this.verifier.created(passkey, challenge);
    return this.writes.run(member.id, once, async (tx) => {
      await this.challenges.take(tx, challenge, member.id);
      // Who has lost the last role since, or was erased, leaves no passkey behind.
      await this.members.lock(tx, member.id);
      if ((await this.members.sitesOf(tx, member.id)).length === 0) throw new ForumError('not_allowed');
      if ((await this.passkeys.of(member.id, tx)).length >= MOST_PASSKEYS)
        throw new ForumError('invalid_request', [{ path: 'response', message: `no more than ${MOST_PASSKEYS}` }]);
      const id = newId(tx.now);
      const row = { ...created, id, memberId: member.id, name: passkey.name, device, createdAt: tx.now };
      if (!(await this.passkeys.insert(tx, row))) throw new ForumError('passkey_not_valid');
      await this.write(tx, actor, 'passkey.add');
      return new WriteResult('created', passkeysAnswer(await this.passkeys.of(member.id, tx)));
    });
  }

  /** @returns those that are left @throws ForumError passkey_not_found */
  remove(actor: MemberActor, once: IdempotencyKey | null, id: string): Promise<WriteResult<PasskeysAnswer>> {
    const { member } = actor;
    return this.writes.run(member.id, once, async (tx) => {
      if (!(await this.passkeys.delete(tx, member.id, id))) throw new ForumError('passkey_not_found');
      await this.write(tx, actor, 'passkey.remove');
      return new WriteResult('done', passkeysAnswer(await this.passkeys.of(member.id, tx)));
    });
  }

  /** Whoever steals the token of a program, or of a reader's page, would make a way in of it that outlives the token. */
  private async refuseButConsole({ member, session }: MemberActor): Promise<void> {
    const own = (await this.tokens.sessionsOf(member.id)).find(({ hash }) => hash === session?.tokenHash);
    if (own?.kind !== 'session') throw new ForumError('not_allowed');
  }

  /** Names of passkeys are no matter of the log, which nothing is taken out of. */
  private async write(tx: Tx, actor: MemberActor, action: 'passkey.add' | 'passkey.remove'): Promise<void> {
    const subject = { kind: 'member', id: actor.member.id } as const;
    const nothing = { before: null, after: null, reason: null };
    await this.log.append(tx, { siteId: '*', actor: accountOf(actor), action, subject, ...nothing });
  }
}

const passkeysAnswer = (passkeys: readonly Passkey[]): PasskeysAnswer => ({ passkeys: passkeys.map(viewOf) });

const viewOf = ({ id, name, device, createdAt, usedAt }: Passkey): PasskeyView => ({
  id,
  name,
  device,
  createdAt: iso(createdAt),
  usedAt: usedAt === null ? null : iso(usedAt),
});
