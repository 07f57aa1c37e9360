import { t } from '../../../i18n/format.js';
import type { DecisionKind } from '../../../moderation/decisions/decisions.schema.js';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { SanctionView } from '../../../moderation/sanctions/sanctions.schema.js';
import type { ThreadState } from '../../../threads/threads.schema.js';
import { ApiError, type ConsoleApi } from '../api.js';
import { find } from '../queue/rows.js';
import type { Asking } from '../asking.js';
import type { ConsoleStore } from './console-store.js';
import { within } from '../../ui/within.js';
import { sanctionOf, type Term } from '../dialogs/sanction-terms.js';
import { DECIDED, liftedText } from '../wording/wording.js';

/** Something the moderator did, and what takes it back; null where nothing can. */
type Done = { readonly says: string; readonly undo: (() => Promise<void>) | null };

const TRY_AGAIN: ReadonlySet<ApiError['code']> = new Set(['offline', 'overloaded', 'too_fast', 'internal']);

/**
 * What a moderator does, and takes back. A decision shows at once and is sent behind it; when the server knows better, the
 * message comes back to its place and the moderator stays where they are.
 */
export class Actions {
  private readonly history: Done[] = [];

  constructor(
    private readonly store: ConsoleStore,
    private readonly api: ConsoleApi,
  ) {}

  /** Decides on the message in front of the moderator, or on the one that is named: the one that a dialog was about. */
  async decide(decision: DecisionKind, reason = '', item = this.store.selected?.item): Promise<void> {
    if (!item) return;
    const { id, revision } = item.message;
    const { queue } = this.store.now;
    const row = find(queue, id);
    if (row?.state.kind === 'leaving') return;
    if (row?.state.kind === 'decided') return this.store.say({ tone: 'plain', text: t('console.act.already') });
    this.store.dispatch({ type: 'decided', id });
    this.store.slideOut(id);
    const answer = this.api.decide(id, { decision, revision, ...(reason ? { reason } : {}) });
    const reverse = opposite(item.kind, decision);
    const undo =
      reverse && (async () => this.takeBack(item, row !== undefined, reverse, (await answer).message.revision));
    const done: Done = { says: t(DECIDED[decision]), undo };
    this.did(done);
    try {
      await answer;
      this.store.members.invalidate(item.author.id);
      this.store.contexts.invalidate(id);
      this.store.items.invalidate(id);
      this.store.counted(id, decision, done.says);
    } catch (error) {
      this.forget(done);
      await this.refused(item, row !== undefined, error);
    }
  }

  /** Keeps a member from writing on a site, and rejects the message that led to it where the moderator wants that. */
  async sanction(
    { author, site, item }: Extract<Asking, { what: 'sanction' }>,
    { term, reason, reject }: { term: Term; reason: string; reject: boolean },
  ): Promise<void> {
    const name = within(author.name);
    if (reject && item) void this.decide('reject', reason, item);
    try {
      const sanction = await this.api.sanction(author.id, {
        ...sanctionOf(term, reason, Date.now()),
        ...(site === null ? {} : { site }),
      });
      this.store.members.invalidate(author.id);
      const says = t('console.sanction.done', { name, term: term.term });
      this.did({ says, undo: async () => void (await this.liftNow(sanction)) });
    } catch (error) {
      this.store.complain(error, (why) => t('console.sanction.failed', { name, term: term.term, why }));
    }
  }

  async lift(sanction: SanctionView): Promise<void> {
    try {
      await this.liftNow(sanction);
      this.store.say({ tone: 'plain', text: liftedText(sanction) });
    } catch (error) {
      this.store.complain(error, (why) => t('console.sanction.liftFailed', { why }));
    }
  }

  async setThreadState(threadId: string, to: ThreadState, reason: string): Promise<void> {
    const from = to === 'closed' ? 'open' : 'closed';
    try {
      await this.setThreadStateNow(threadId, to, reason);
      const says = t(to === 'closed' ? 'console.discussion.wasClosed' : 'console.discussion.wasReopened');
      this.did({ says, undo: () => this.setThreadStateNow(threadId, from) });
    } catch (error) {
      const failed = to === 'closed' ? 'console.discussion.notClosed' : 'console.discussion.notOpened';
      this.store.complain(error, (why) => t(failed, { why }));
    }
  }

  async undo(): Promise<void> {
    const done = this.history.pop();
    if (!done) return this.store.say({ tone: 'plain', text: t('console.act.nothing') });
    if (!done.undo) return this.store.say({ tone: 'plain', text: t('console.act.answered', { what: done.says }) });
    this.store.say({ tone: 'plain', text: t('console.act.undoing', { what: done.says }) });
    try {
      await done.undo();
      this.store.say({ tone: 'plain', text: t('console.act.undone', { what: done.says }) });
    } catch (error) {
      // What did not reach the server can be tried once more.
      if (error instanceof ApiError && TRY_AGAIN.has(error.code)) this.history.push(done);
      this.store.complain(error, (why) => t('console.act.notUndone', { why }));
    }
  }

  /** It is done: it says so at the foot, and `u` takes it back. */
  did(done: Done): void {
    this.history.push(done);
    const action = done.undo && { label: t('console.undo'), run: () => void this.undo() };
    this.store.say({ tone: 'plain', text: done.says, ...(action && { action }) });
  }

  private forget(done: Done): void {
    const at = this.history.indexOf(done);
    if (at >= 0) this.history.splice(at, 1);
  }

  private async liftNow(sanction: SanctionView): Promise<void> {
    await this.api.lift(sanction.id);
    this.store.members.invalidate(sanction.memberId);
  }

  /** Every loaded message of the discussion says how it stands now. */
  private async setThreadStateNow(threadId: string, to: ThreadState, reason?: string): Promise<void> {
    await this.api.setThreadState(threadId, to, reason || undefined);
    this.store.threads.invalidate(threadId);
    for (const { item } of this.store.now.queue.rows)
      if (item.thread.id === threadId) this.store.contexts.invalidate(item.message.id);
  }

  private async takeBack(item: QueueItem, wasListed: boolean, decision: DecisionKind, revision: number): Promise<void> {
    const { message } = await this.api.decide(item.message.id, { decision, revision });
    this.store.takenBack(message.id);
    this.store.contexts.invalidate(message.id);
    this.store.items.invalidate(message.id);
    this.store.members.invalidate(item.author.id);
    // Restored to the page it waits for nobody: the reports that had brought it here are answered.
    if (decision === 'restore' || !wasListed) return;
    this.store.dispatch({
      type: 'returned',
      item: { ...item, message },
      state: { kind: 'waiting' },
      select: true,
    });
  }

  /** The server said no: the message stands where it stood, with the reason on it, and the moderator where they are. */
  private async refused(item: QueueItem, wasListed: boolean, error: unknown): Promise<void> {
    const name = within(item.author.name);
    const id = item.message.id;
    if (!(error instanceof ApiError)) throw error;
    this.store.items.invalidate(id);
    if (error.code === 'already_decided') {
      const first = await this.store.whoWasFirst(id);
      const state = { kind: 'decided', over: false, ...first } as const;
      if (wasListed) this.store.dispatch({ type: 'returned', item, state, select: false });
      this.store.endMoment(id);
      const what = first.decision ?? 'other';
      const text = first.by
        ? t('console.act.first', { who: within(first.by), name, what })
        : t('console.act.firstUnknown', { name, what });
      return this.store.say({ tone: 'warn', text });
    }
    if (error.code === 'conflict') return this.bringBackEdited(item, wasListed);
    if (error.code === 'message_not_found')
      return this.store.say({ tone: 'warn', text: t('console.act.gone', { name }) });
    if (wasListed) this.store.dispatch({ type: 'returned', item, state: { kind: 'waiting' }, select: false });
    this.store.complain(error, (why) => t('console.act.notDecided', { name, why }));
  }

  private async bringBackEdited(item: QueueItem, wasListed: boolean): Promise<void> {
    const id = item.message.id;
    const name = within(item.author.name);
    this.store.contexts.invalidate(id);
    try {
      const { message } = await this.api.context(id);
      if (wasListed)
        this.store.dispatch({
          type: 'returned',
          item: { ...item, message },
          state: { kind: 'edited' },
          select: false,
        });
      const look = { label: t('console.act.readAgain'), run: () => (this.store.select(id), this.store.say(null)) };
      this.store.say({ tone: 'warn', text: t('console.act.edited', { name }), action: look });
    } catch (error) {
      this.store.complain(error, (why) => t('console.act.editedUnread', { name, why }));
    }
  }
}

/**
 * What takes a decision back: held again, on the page again, or off it again. Null where nothing does: reports that were
 * answered by an approval stay answered.
 */
function opposite(kind: QueueItem['kind'], decision: DecisionKind): DecisionKind | null {
  switch (kind) {
    case 'held':
      return 'hold';
    case 'reported':
      return decision === 'approve' ? null : 'restore';
    case 'rejected':
      return 'reject';
    case 'spam':
      return 'spam';
    case 'published':
      return decision === 'approve' ? null : 'restore';
    case 'deleted':
      return null;
  }
}
