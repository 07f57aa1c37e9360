import { Injectable } from '@nestjs/common';
import { AdmissionService } from '../admission/admission.service.js';
import type { Evidence, Submitted } from '../admission/evidence.js';
import type { Verdict } from '../admission/rule.js';
import { VerdictsRepository, type Recorded } from '../admission/verdicts/verdicts.repository.js';
import type { MemberActor } from '../auth/actor.js';
import { ReaderLimits } from '../auth/limits/reader-limits.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../database/writes/idempotency.js';
import type { Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { QueueLog } from '../events/queue-log.js';
import { MembersRepository } from '../members/members.repository.js';
import type { KnownSite } from '../sites/site-settings.js';
import { ThreadsService } from '../threads/threads.service.js';
import type { Thread } from '../threads/thread.entity.js';
import { ThreadsRepository } from '../threads/threads.repository.js';
import type { MessageRow } from './message.row.js';
import { messageAnswer } from './message.view.js';
import { MessagesRepository } from './messages.repository.js';
import type { EditMessage, MessageAnswer } from './messages.schema.js';
import { draftOf, refusalOf, submittedOf } from './posting/draft.js';
import { RenderingService } from './posting/rendering.service.js';
import { MessageLifecycle } from './message-lifecycle.js';
import { MessageParts } from './parts/message-parts.js';
import { storedReasons } from './stored-reasons.js';
import { isWaiting } from './waiting.js';

type Edit = {
  readonly submitted: Submitted;
  readonly evidence: Evidence;
  readonly thread: Thread;
  readonly row: MessageRow;
};

/** What authors do with the messages that they have written. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly writes: IdempotentWrites,
    private readonly threads: ThreadsService,
    private readonly threadRows: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly members: MembersRepository,
    private readonly rendering: RenderingService,
    private readonly admission: AdmissionService,
    private readonly verdicts: VerdictsRepository,
    private readonly publishing: MessageLifecycle,
    private readonly limits: ReaderLimits,
    private readonly queue: QueueLog,
    private readonly parts: MessageParts,
  ) {}

  /**
   * Rewrites one's own message within the site's edit window. The rules look at it again: what they hold leaves the page.
   * @throws ForumError message_not_found, not_allowed, edit_window_over, conflict (changed since `revision`), thread_closed, banned, suspended, name_taken, refused, too_fast
   */
  async edit(
    actor: MemberActor,
    once: IdempotencyKey | null,
    id: string,
    { text, revision }: EditMessage,
  ): Promise<WriteResult<MessageAnswer>> {
    const { site, threadId } = await this.own(actor, id);
    const rendered = this.rendering.of(text, site);
    const { html, words } = rendered;
    const submitted = submittedOf({ kind: 'edit', actor, site, threadId, rendered });
    const evidence = await this.admission.gather(submitted);
    const write = async (tx: Tx, hold: () => Promise<void>): Promise<WriteResult<MessageAnswer>> => {
      const thread = await this.threadRows.lock(tx, threadId);
      if (!thread) throw new ForumError('thread_not_found');
      const row = await this.ownAgain(tx, actor, id);
      if (row.state !== 'published' && row.state !== 'held') throw new ForumError('not_allowed');
      if (row.revision !== revision) throw new ForumError('conflict');
      withinWindow(tx, row, site);
      const { verdict, basis } = await this.decide(tx, { submitted, evidence, thread, row });
      if (row.state === 'held' || verdict.verdict === 'hold') await hold();
      const reasons = reasonsAfter(row, verdict);
      await this.parts.rewriting(tx, row);
      await this.messages.rewrite(tx, id, { text, words, html, reasons });
      const edited: MessageRow = { ...row, text, words, html, reasons, revision: row.revision + 1, editedAt: tx.now };
      await this.verdicts.keep(tx, [{ messageId: id, revision: edited.revision, verdict, basis }]);
      const settled = await this.settleEdit(tx, site, edited, verdict);
      await this.appendToQueue(tx, row, settled);
      return new WriteResult(
        settled.state === 'held' ? 'held' : 'done',
        messageAnswer(after(thread, row.state !== 'held'), settled),
      );
    };
    await this.limits.edit(actor);
    return this.limits.held(actor, (hold) => this.writes.run(actor.member.id, once, (tx) => write(tx, hold)));
  }

  /**
   * Takes one's own message back within the site's edit window. With replies it stays as an empty place.
   * @throws ForumError message_not_found, not_allowed (another's), edit_window_over
   */
  async remove(actor: MemberActor, once: IdempotencyKey | null, id: string): Promise<WriteResult<MessageAnswer>> {
    const { site, threadId } = await this.own(actor, id);
    return this.writes.run(actor.member.id, once, async (tx) => {
      const thread = await this.threadRows.lock(tx, threadId);
      if (!thread) throw new ForumError('thread_not_found');
      const row = await this.ownAgain(tx, actor, id);
      withinWindow(tx, row, site);
      const deleted = await this.takeBack(tx, site, row);
      await this.appendToQueue(tx, row, deleted);
      const { message, ...standing } = messageAnswer(
        after(thread, row.state === 'published' || Boolean(row.visible)),
        deleted,
      );
      return new WriteResult('done', { message: { ...message, author: null, html: '', text: '' }, ...standing });
    });
  }

  private async takeBack(tx: Tx, site: KnownSite, row: MessageRow): Promise<MessageRow> {
    if (row.state === 'published') return this.publishing.withdraw(tx, site, row, 'deleted', 'deleted');
    await this.messages.setState(tx, row.id, 'deleted');
    const deleted: MessageRow = { ...row, state: 'deleted' };
    // Its place says whose doing it is that it is empty.
    if (row.visible) await this.publishing.change(tx, site, deleted);
    return deleted;
  }

  private async settleEdit(tx: Tx, site: KnownSite, row: MessageRow, { verdict }: Verdict): Promise<MessageRow> {
    if (row.state === 'held') return row;
    if (verdict === 'hold') return this.publishing.withdraw(tx, site, row, 'held', 'moderated');
    await this.publishing.change(tx, site, row);
    return row;
  }

  /** Last of all, see QueueLog. `before` is null for what is new. */
  private async appendToQueue(tx: Tx, before: MessageRow | null, { siteId, id, ...after }: MessageRow): Promise<void> {
    const waited = before !== null && isWaiting(before);
    await this.queue.append(tx, { siteId, messageId: id, waited, waits: isWaiting(after) });
  }

  private async decide(
    tx: Tx,
    { submitted, evidence, thread, row: { parentId, depth } }: Edit,
  ): Promise<Pick<Recorded, 'verdict' | 'basis'>> {
    const { id } = submitted.author;
    const published = (await this.members.lockAuthors(tx, [id])).get(id) ?? 0;
    const draft = draftOf(submitted, published, { now: tx.now, thread, parentId, depth, evidence });
    const { verdict, basis } = (await this.admission.begin(tx, [draft])).decide(draft);
    if (verdict.verdict === 'refuse') throw refusalOf(verdict);
    return { verdict, basis };
  }

  private async own({ member }: MemberActor, id: string): Promise<{ site: KnownSite; threadId: string }> {
    const row = await this.messages.byId(id);
    if (!row) throw new ForumError('message_not_found');
    if (row.authorId !== member.id) throw new ForumError(row.visible ? 'not_allowed' : 'message_not_found');
    return { site: await this.threads.settledSiteOf(row.threadId), threadId: row.threadId };
  }

  private async ownAgain(tx: Tx, { member }: MemberActor, id: string): Promise<MessageRow> {
    const row = await this.messages.lock(tx, id);
    if (!row || row.authorId !== member.id || row.state === 'deleted') throw new ForumError('message_not_found');
    return row;
  }
}

function withinWindow(tx: Tx, row: MessageRow, site: KnownSite): void {
  if (tx.now > row.createdAt + site.editWindow * 1000) throw new ForumError('edit_window_over');
}

/** Why it waits: what held it stays a reason until a moderator has looked, whatever the text says now. */
function reasonsAfter({ state, reasons }: MessageRow, verdict: Verdict): string {
  if (verdict.verdict !== 'hold') return reasons;
  const known = state === 'held' ? storedReasons(reasons) : [];
  const stays = known.filter(({ code }) => verdict.why.every((why) => why.code !== code));
  return JSON.stringify([...stays, ...verdict.why]);
}

/** The thread as it stands once the change was told to those who follow, where it is. */
const after = ({ position, epoch }: Thread, isTold: boolean): Pick<Thread, 'position' | 'epoch'> => ({
  position: position + (isTold ? 1 : 0),
  epoch,
});
