import { Inject, Injectable } from '@nestjs/common';
import { staffRole, type MemberActor } from '../../auth/actor.js';
import { CONFIG, type Config } from '../../config/config.js';
import type { Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { ThreadLogRepository } from '../../events/thread-log.repository.js';
import { isReserved, skeletonsOf } from '../../members/names.js';
import { SanctionsRepository } from '../../members/sanctions.repository.js';
import type { KnownSite } from '../../sites/site-settings.js';
import type { Thread } from '../../threads/thread.entity.js';
import { MessagesRepository } from '../messages.repository.js';
import type { Facts } from './admission.js';

/** How far back the rules of speed and repetition look, in ms. */
const RECENT = 600_000;

/** What is about to be said, and where. */
type Posting = {
  readonly thread: Thread;
  readonly site: KnownSite;
  readonly words: string;
  /** '' at the root. */
  readonly parentId: string;
};

/** What the rules ask of an author and of what was said before. */
@Injectable()
export class FactsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly messages: MessagesRepository,
    private readonly sanctions: SanctionsRepository,
    private readonly log: ThreadLogRepository,
  ) {}

  async of(tx: Tx, { member }: MemberActor, { thread, site, words, parentId }: Posting): Promise<Facts> {
    const { POSTS_PER_MINUTE, POSTS_PER_THREAD_PER_MINUTE, MESSAGE_DEPTH, RATE_LIMITS } = this.config;
    const isGuest = member.kind === 'guest';
    const author = await this.messages.lockAuthor(tx, member.id, isGuest ? skeletonsOf(member.name) : []);
    // Since it was taken somebody else may have proven that the name is theirs: `PATCH /me` gives another.
    if (isGuest && (author.nameIsTaken || isReserved(member.name)))
      throw new ForumError('name_taken', { name: member.name });
    return {
      now: tx.now,
      site,
      threadState: thread.state,
      isStaff: staffRole(member, site.id) !== null,
      sanction: await this.sanctions.active(tx, member.id, site.id, tx.now),
      publishedBefore: author.published,
      ...(await this.messages.before(tx, member.id, {
        since: tx.now - RECENT,
        now: tx.now,
        nth: POSTS_PER_MINUTE,
        words,
        threadId: thread.id,
        parentId,
      })),
      nthLastInThread: RATE_LIMITS ? await this.log.nthLastPost(tx, thread, POSTS_PER_THREAD_PER_MINUTE) : null,
      limits: {
        codePoints: this.config.MESSAGE_CODE_POINTS,
        bytes: this.config.MESSAGE_BYTES,
        depth: MESSAGE_DEPTH,
        postsPerMinute: RATE_LIMITS ? POSTS_PER_MINUTE : null,
        postsPerThread: RATE_LIMITS ? POSTS_PER_THREAD_PER_MINUTE : null,
      },
    };
  }
}
