import { Inject, Injectable } from '@nestjs/common';
import type { MemberActor } from '../auth/actor.js';
import { ReaderLimits } from '../auth/reader-limits.js';
import { CONFIG, type Config } from '../config/config.js';
import { Writes, Written, type Once } from '../database/writes/idempotency.js';
import { sha256 } from '../database/ids.js';
import type { Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { Text } from '../i18n/text.js';
import { excessText } from './rules/length.js';
import { QueueLog } from '../events/queue-log.js';
import type { QueueReason } from '../moderation/queue/queue.schema.js';
import type { KnownSite } from '../sites/site-settings.js';
import { SitesService } from '../sites/sites.service.js';
import type { Thread } from '../threads/thread.entity.js';
import { ThreadsRepository } from '../threads/threads.repository.js';
import { OpeningService } from '../threads/opening.service.js';
import { admit, type Draft, type Verdict } from './posting/admission.js';
import { tooLong, type Bounds } from '../text/bounds.js';
import { textOf } from '../text/html.js';
import { linksOf, render } from './markdown/markdown.js';
import type { MessageRow } from './message.row.js';
import { fullView } from './message.view.js';
import { MessagesRepository } from './messages.repository.js';
import type { EditMessage, MessageAnswer, NewMessage } from './messages.schema.js';
import { FactsService } from './posting/facts.service.js';
import { newRow } from './posting/new-message.js';
import { Publishing } from './publishing.js';
import { RevisionsRepository } from './history/revisions.repository.js';
import { isWaiting } from './waiting.js';
import { wordsOf } from './posting/words.js';

/** What authors do with their messages. */
@Injectable()
export class MessagesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly writes: Writes,
    private readonly sites: SitesService,
    private readonly opening: OpeningService,
    private readonly threadRows: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly facts: FactsService,
    private readonly publishing: Publishing,
    private readonly limits: ReaderLimits,
    private readonly queue: QueueLog,
    private readonly revisions: RevisionsRepository,
  ) {}

  /**
   * Posts a message, or a reply where `parentId` is given. `created` when it is on the page, `held` when a moderator reads it first.
   * @throws ForumError thread_not_found, message_not_found (the parent), thread_closed, banned, suspended, name_taken, refused, too_fast, idempotency_mismatch
   */
  async post(
    actor: MemberActor,
    once: Once,
    threadId: string,
    { text, parentId, article }: NewMessage,
  ): Promise<Written<MessageAnswer>> {
    const destination = await this.opening.destination(actor, threadId, article);
    const { site } = destination;
    const html = this.rendered(text, site);
    const words = wordsOf(text);
    const write = async (tx: Tx, hold: () => Promise<void>): Promise<Written<MessageAnswer>> => {
      const thread = await this.opening.arrive(tx, destination);
      const parent = parentId ? await this.parentIn(tx, thread.id, parentId) : null;
      const depth = parent ? parent.depth + 1 : 0;
      const draft: Draft = { kind: 'post', text, shown: textOf(html), links: linksOf(html), depth };
      const verdict = refused(
        admit(draft, await this.facts.of(tx, actor, { thread, site, words, parentId: parent?.id ?? '' })),
      );
      const row = newRow(tx, { actor, site, thread, parent, text, words, html, verdict });
      if (verdict.verdict === 'hold') {
        await hold();
        await this.messages.insert(tx, row);
        await this.tellQueue(tx, null, row);
        return new Written('held', answer(thread, row, 0));
      }
      const posted = await this.publishing.post(tx, site, row, sha256(once.key).slice(0, 16));
      return new Written('created', answer(thread, posted, 1));
    };
    return this.limits.held(actor, (hold) => this.writes.run(actor.member.id, once, (tx) => write(tx, hold)));
  }

  /**
   * Rewrites one's own message within the site's edit window. The rules look at it again: what they hold leaves the page.
   * @throws ForumError message_not_found, not_allowed, edit_window_over, conflict (changed since `revision`), thread_closed, banned, suspended, name_taken, refused, too_fast
   */
  async edit(
    actor: MemberActor,
    once: Once | null,
    id: string,
    { text, revision }: EditMessage,
  ): Promise<Written<MessageAnswer>> {
    const { site, threadId } = await this.own(actor, id);
    const html = this.rendered(text, site);
    const words = wordsOf(text);
    const write = async (tx: Tx, hold: () => Promise<void>): Promise<Written<MessageAnswer>> => {
      const thread = await this.threadRows.lock(tx, threadId);
      if (!thread) throw new ForumError('thread_not_found');
      const row = await this.ownAgain(tx, actor, id);
      if (row.state !== 'published' && row.state !== 'held') throw new ForumError('not_allowed');
      if (row.revision !== revision) throw new ForumError('conflict');
      withinWindow(tx, row, site);
      const draft: Draft = { kind: 'edit', text, shown: textOf(html), links: linksOf(html), depth: row.depth };
      const verdict = refused(
        admit(draft, await this.facts.of(tx, actor, { thread, site, words, parentId: row.parentId })),
      );
      if (row.state === 'held' || verdict.verdict === 'hold') await hold();
      const reasons = reasonsAfter(row, verdict);
      await this.revisions.keep(tx, row);
      await this.messages.rewrite(tx, id, { text, words, html, reasons });
      const edited: MessageRow = { ...row, text, words, html, reasons, revision: row.revision + 1, editedAt: tx.now };
      const settled = await this.settleEdit(tx, site, edited, verdict);
      await this.tellQueue(tx, row, settled);
      return new Written(
        settled.state === 'held' ? 'held' : 'done',
        answer(thread, settled, row.state === 'held' ? 0 : 1),
      );
    };
    await this.limits.edit(actor);
    return this.limits.held(actor, (hold) => this.writes.run(actor.member.id, once, (tx) => write(tx, hold)));
  }

  /**
   * Takes one's own message back within the site's edit window. With replies it stays as an empty place.
   * @throws ForumError message_not_found, not_allowed (another's), edit_window_over
   */
  async remove(actor: MemberActor, once: Once | null, id: string): Promise<Written<MessageAnswer>> {
    const { site, threadId } = await this.own(actor, id);
    return this.writes.run(actor.member.id, once, async (tx) => {
      const thread = await this.threadRows.lock(tx, threadId);
      if (!thread) throw new ForumError('thread_not_found');
      const row = await this.ownAgain(tx, actor, id);
      withinWindow(tx, row, site);
      const deleted = await this.takeBack(tx, site, row);
      await this.tellQueue(tx, row, deleted);
      const { message, ...standing } = answer(thread, deleted, row.state === 'published' || row.visible ? 1 : 0);
      return new Written('done', { message: { ...message, author: null, html: '', text: '' }, ...standing });
    });
  }

  /** A text as it would look, for the composer. @throws ForumError refused when no site would take it for its length */
  async preview(text: string): Promise<{ html: string }> {
    const sites = [...(await this.sites.all()).values()];
    const most = Math.max(...sites.map(({ maxLength }) => maxLength));
    const excess = tooLong(text, this.bounds(most));
    if (excess)
      throw new ForumError('refused', { rule: 'length', ...excess, message: excessText(excess) }, excessText(excess));
    return { html: render(text) };
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
  private async tellQueue(tx: Tx, before: MessageRow | null, { siteId, id, ...after }: MessageRow): Promise<void> {
    const waited = before !== null && isWaiting(before);
    await this.queue.append(tx, { siteId, messageId: id, waited, waits: isWaiting(after) });
  }

  /** Rendered before the queue of writes, not in it; what is too long is not rendered at all, the rule refuses it. */
  private rendered(text: string, site: KnownSite): string {
    return tooLong(text, this.bounds(site.maxLength)) ? '' : render(text);
  }

  private bounds(characters: number): Bounds {
    return { characters, codePoints: this.config.MESSAGE_CODE_POINTS, bytes: this.config.MESSAGE_BYTES };
  }

  private async parentIn(tx: Tx, threadId: string, parentId: string): Promise<MessageRow> {
    const parent = await this.messages.lock(tx, parentId);
    if (!parent || parent.threadId !== threadId || parent.state !== 'published')
      throw new ForumError('message_not_found');
    return parent;
  }

  private async own({ member }: MemberActor, id: string): Promise<{ site: KnownSite; threadId: string }> {
    const row = await this.messages.byId(id);
    if (!row) throw new ForumError('message_not_found');
    if (row.authorId !== member.id) throw new ForumError(row.visible ? 'not_allowed' : 'message_not_found');
    return { site: await this.sites.site(row.siteId), threadId: row.threadId };
  }

  private async ownAgain(tx: Tx, { member }: MemberActor, id: string): Promise<MessageRow> {
    const row = await this.messages.lock(tx, id);
    if (!row || row.authorId !== member.id || row.state === 'deleted') throw new ForumError('message_not_found');
    return row;
  }
}

function refused(verdict: Verdict): Exclude<Verdict, { verdict: 'refuse' }> {
  if (verdict.verdict !== 'refuse') return verdict;
  const { details } = verdict;
  const message = details?.['message'] instanceof Text ? details['message'] : undefined;
  throw new ForumError(verdict.code, details, message, verdict.retryAfter);
}

function withinWindow(tx: Tx, row: MessageRow, site: KnownSite): void {
  if (tx.now > row.createdAt + site.editWindow * 1000) throw new ForumError('edit_window_over');
}

/** Why it waits: what held it stays a reason until a moderator has looked, whatever the text says now. */
function reasonsAfter({ state, reasons }: MessageRow, verdict: Verdict): string {
  if (verdict.verdict !== 'hold') return reasons;
  const known = state === 'held' ? (JSON.parse(reasons) as QueueReason[]) : [];
  const stays = known.filter(({ code }) => verdict.why.every((why) => why.code !== code));
  return JSON.stringify([...stays, ...verdict.why]);
}

/**
 * A message as its author gets it, and where that is true: the thread is locked, so that whatever it was told since is what
 * was told here.
 */
function answer({ position, epoch }: Thread, row: MessageRow, told: 0 | 1): MessageAnswer {
  return { message: fullView(row), position: position + told, epoch };
}
