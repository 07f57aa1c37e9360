import { Injectable } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { Clock, iso } from '../../config/clock.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { OwnSanction } from '../../members/members.schema.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import { EVERY_SITE } from '../../members/staff/staff-role.entity.js';
import { mayBeUnopened, UNOPENED } from '../../threads/addresses/thread-names.js';
import { ThreadsService } from '../../threads/threads.service.js';
import { fullView, ownView } from '../message.view.js';
import type { MineAnswer } from '../messages.schema.js';
import { PagesRepository } from '../pages/pages.repository.js';
import { PagesService } from '../pages/pages.service.js';
import { MessageParts } from '../parts/message-parts.js';
import type { Mine } from '../parts/message-part.js';

/** Of somebody who has said and done nothing here. */
const NOTHING: Mine = { votes: {}, held: [], unpublished: [], sanction: null };

/** What is one's own: votes, what is not on the page, and what keeps one from writing. */
@Injectable()
export class MineService {
  constructor(
    private readonly threads: ThreadsService,
    private readonly pages: PagesService,
    private readonly rows: PagesRepository,
    private readonly parts: MessageParts,
    private readonly sanctions: SanctionsRepository,
    private readonly reads: PrimaryReads,
    private readonly clock: Clock,
  ) {}

  /**
   * @param site that of an article that may have no thread yet; without it only what holds everywhere is told there
   * @throws ForumError thread_not_found
   */
  async mine({ member }: MemberActor, threadId: string, site = EVERY_SITE): Promise<MineAnswer> {
    if (mayBeUnopened(threadId) && !(await this.threads.stream(threadId))) {
      const sanction = await this.sanctionOf(member.id, site);
      return { ...NOTHING, sanction, position: 0, epoch: UNOPENED };
    }
    return this.pages.atHead(threadId, async (thread) => {
      const [ofParts, unpublished, sanction] = await Promise.all([
        this.parts.mine(thread.id, member.id),
        this.rows.unpublishedOf(thread.id, member.id),
        this.sanctionOf(member.id, thread.siteId),
      ]);
      const held = unpublished.filter(({ state }) => state === 'held').map(fullView);
      return { ...NOTHING, ...ofParts, held, unpublished: unpublished.map(ownView), sanction };
    });
  }

  /** Whether anything keeps a member from writing, on whichever site. */
  isSanctioned(memberId: string): Promise<boolean> {
    return this.sanctions.holdsAny(memberId, this.clock.now());
  }

  private async sanctionOf(memberId: string, siteId: string): Promise<OwnSanction | null> {
    const sanction = await this.sanctions.active(this.reads, memberId, siteId, this.clock.now());
    return sanction && { ...sanction, until: sanction.until === null ? null : iso(sanction.until) };
  }
}
