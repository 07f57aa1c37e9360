import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { CONFIG, type Config } from '../../config/config.js';
import { isBrandNew, isStaff, type MemberActor } from '../actor.js';
import { Limits } from './limits.js';

/**
 * What many names of one address may do together, so that a crowd behind it is heard and one person with many names is not
 * taken for one. Nothing of it holds for staff.
 */
@Injectable()
export class ReaderLimits {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {}

  /**
   * @param isAnother whether it is a vote where the member had none: who changes their mind is still one voice
   * @throws ForumError too_fast
   */
  async vote(actor: MemberActor, messageId: string, isAnother: () => Promise<boolean>): Promise<void> {
    if (isStaff(actor)) return;
    if (this.isBrandNew(actor) && (await isAnother()))
      await this.limits.take('NEW_GUEST_VOTES_PER_10_MINUTES', actor.address, messageId);
    await this.limits.take('VOTES_PER_ADDRESS_PER_MINUTE', actor.address);
  }

  /** @throws ForumError too_fast */
  async report(actor: MemberActor): Promise<void> {
    if (isStaff(actor)) return;
    if (this.isBrandNew(actor)) await this.limits.take('NEW_GUEST_REPORTS_PER_10_MINUTES', actor.address);
    await this.limits.take('REPORTS_PER_HOUR', actor.member.id);
    await this.limits.take('REPORTS_PER_ADDRESS_PER_HOUR', actor.address);
  }

  /** @throws ForumError too_fast */
  async edit(actor: MemberActor): Promise<void> {
    if (isStaff(actor)) return;
    await this.limits.take('EDITS_PER_MINUTE', actor.member.id);
    await this.limits.take('EDITS_PER_ADDRESS_PER_MINUTE', actor.address);
  }

  /**
   * A post or an edit. It calls `hold` when it is decided that a moderator has to read it first: only then it counts.
   * @throws ForumError too_fast; and what `work` throws
   */
  held<T extends { readonly outcome: string; readonly replayed: boolean }>(
    actor: MemberActor,
    work: (hold: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    if (isStaff(actor)) return work(() => Promise.resolve());
    return this.limits.takeWithin(
      ['HELD_PER_ADDRESS_PER_MINUTE', 'HELD_PER_ADDRESS_PER_HOUR'],
      actor.address,
      work,
      ({ outcome, replayed }) => outcome === 'held' && !replayed,
    );
  }

  private isBrandNew({ member }: MemberActor): boolean {
    return isBrandNew(member, this.clock.now(), this.config.COOLING_OFF);
  }
}
