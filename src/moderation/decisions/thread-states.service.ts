import { Injectable } from '@nestjs/common';
import { may } from '../../auth/policy/may.js';
import type { MemberActor } from '../../auth/actor.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { cutAt } from '../../text/characters.js';
import { ThreadLog } from '../../messages/stream/thread-log.js';
import { threadView } from '../../threads/thread.view.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import { ThreadsService } from '../../threads/threads.service.js';
import { AuditLog } from '../../audit/audit-log.js';
import type { ThreadAnswer, ThreadStateChange } from '../threads/thread-acts.schema.js';

const ACTION = { open: 'thread.open', closed: 'thread.close', archived: 'thread.archive' } as const;

/** Code units of a name that `threads.closed_by` has room for: forty characters may be more. */
const CLOSER = 64;

/** Opening and closing discussions. */
@Injectable()
export class ThreadStatesService {
  constructor(
    private readonly writes: IdempotentWrites,
    private readonly threads: ThreadsService,
    private readonly rows: ThreadsRepository,
    private readonly events: ThreadLog,
    private readonly log: AuditLog,
  ) {}

  /** Closes, archives or reopens; every open page learns who did and why. @throws ForumError thread_not_found */
  async set(
    actor: MemberActor,
    once: IdempotencyKey | null,
    threadId: string,
    { state, reason = undefined }: ThreadStateChange,
  ): Promise<WriteResult<ThreadAnswer>> {
    const { member } = actor;
    // Also where it is gone by now: what was done once is answered again to whoever did not get the answer.
    const seen = (await this.rows.byId(threadId)) ?? (await this.rows.row(threadId));
    if (!seen || !may(actor, 'thread.close', seen.siteId)) throw new ForumError('thread_not_found');
    const site = await this.threads.settledSiteOf(seen.id);
    return this.writes.run(member.id, once, async (tx) => {
      // The one that goes by this id: another, where it was merged.
      const before = await this.rows.lock(tx, threadId);
      if (!before) throw new ForumError('thread_not_found');
      const { id } = before;
      if (before.state === state) return new WriteResult('done', { ...threadView(before, site), entry: null });
      const closed =
        state === 'open'
          ? { closedBy: null, closedReason: null, closedAt: null }
          : { closedBy: cutAt(member.name, CLOSER), closedReason: reason ?? null, closedAt: tx.now };
      await this.rows.setState(tx, id, { state, ...closed });
      const thread = await this.rows.advance(tx, id, 0);
      const view = threadView(thread, site);
      const known = { messages: new Map(), thread: () => view };
      await this.events.append(tx, [{ thread, happening: { type: 'thread.changed' }, known }]);
      await this.log.append(tx, {
        siteId: site.id,
        actor: member,
        action: ACTION[state],
        subject: { kind: 'thread', id },
        before: { state: before.state },
        after: { state },
        reason: reason ?? null,
      });
      return new WriteResult('done', { ...view, entry: null });
    });
  }
}
