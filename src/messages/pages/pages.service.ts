import { Inject, Injectable } from '@nestjs/common';
import { may } from '../../auth/policy/may.js';
import type { Actor } from '../../auth/actor.js';
import { CONFIG, type Config } from '../../config/config.js';
import { ReplicaReads } from '../../database/replica-reads.js';
import type { Queries } from '../../database/sql.js';
import { CachedBody } from '../../http/response-cache/cached-body.js';
import { ForumError } from '../../errors/forum-error.js';
import type { Thread } from '../../threads/thread.entity.js';
import { ThreadsService } from '../../threads/threads.service.js';
import { threadView } from '../../threads/thread.view.js';
import { decodeCursor, encodeCursor, notACursor } from './cursor.js';
import type { MessageRow } from '../message.row.js';
import { fullView, publicView } from '../message.view.js';
import { MessagesRepository } from '../messages.repository.js';
import {
  PAGE_SIZE,
  type ContextAnswer,
  type ListMessages,
  type MessageAnswer,
  type MessageView,
  type PageAnswer,
  type Head,
} from '../messages.schema.js';
import { cursorAfter, REPLIES, withReplies, type FirstReplies } from './branches.js';
import { PageBudget } from './page-budget.js';
import { PageCache } from './page-cache.js';
import { PagesRepository } from './pages.repository.js';

/** Ancestors that a permalink shows. */
const ANCESTORS = 25;

/** What readers read: pages of a thread, and a message in its context. */
@Injectable()
export class PagesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly snapshots: ReplicaReads,
    private readonly threads: ThreadsService,
    private readonly messages: MessagesRepository,
    private readonly pages: PagesRepository,
    private readonly cache: PageCache,
  ) {}

  /** `page` as kept bytes. */
  bytes(threadId: string, ask: ListMessages): Promise<CachedBody> {
    // An empty parameter is another question than none, and is refused.
    const name = JSON.stringify([ask.sort, ask.limit, ask.parent, ask.cursor]);
    const make = async () => {
      const page = await this.page(threadId, ask);
      return {
        bytes: CachedBody.of(JSON.stringify(page), 'application/json; charset=utf-8'),
        threadId: page.thread.id,
      };
    };
    return this.cache.page(threadId, name, make, ask.cursor !== undefined);
  }

  /**
   * A page of a thread, or with `parent` of the replies to one message: the same for every caller.
   * A cursor knows its list; `sort` beside it is not asked again.
   * @throws ForumError thread_not_found, message_not_found, invalid_request for a cursor of another list
   */
  async page(threadId: string, ask: ListMessages): Promise<PageAnswer> {
    const cursor = ask.cursor === undefined ? null : decodeCursor(ask.cursor);
    const parentId = ask.parent ?? cursor?.parent ?? '';
    if (cursor && cursor.parent !== parentId) throw notACursor();
    const sort = cursor?.sort ?? ask.sort ?? 'oldest';
    const limit = ask.limit ?? PAGE_SIZE.default;
    const read = async (on: Queries) => {
      const { thread, site } = await this.threads.onSite(threadId, on);
      if (parentId !== '') await this.visibleIn(on, thread.id, parentId);
      const rows = await this.pages.level(on, { threadId: thread.id, parentId, sort, cursor }, limit + 1);
      const budget = this.budget();
      const shown = budget.fit(rows.slice(0, limit));
      const messages = await withReplies(shown, budget, this.repliesOf(on, thread.id));
      const last = rows.length > shown.length ? shown.at(-1) : undefined;
      return {
        thread: threadView(thread, site),
        messages,
        next: last ? encodeCursor(cursorAfter(last, sort, cursor?.until ?? thread.position)) : null,
      };
    };
    return this.snapshots.ofThread(threadId, read);
  }

  /**
   * A message as it stands in the conversation.
   * @throws ForumError message_not_found for what the actor may not see
   */
  async context(actor: Actor, id: string): Promise<ContextAnswer> {
    const { threadId } = await this.seen(actor, id);
    const read = async (on: Queries): Promise<ContextAnswer> => {
      const { thread, site } = await this.threads.onSite(threadId, on);
      const row = await this.seen(actor, id, on);
      const above = await this.pages.ancestors(row.parentId, ANCESTORS + 1, on);
      const budget = this.budget();
      budget.take(row);
      const near = budget.fit(above.slice(0, ANCESTORS));
      const shown = near.toReversed();
      const [shownBranch] = await withReplies([row], budget, this.repliesOf(on, row.threadId));
      const root = shown[0]?.parentId === '' ? shown[0] : ((await this.pages.rootOf(id, on)) ?? row);
      return {
        thread: threadView(thread, site),
        ancestors: shown.map((ancestor) => publicView(ancestor)),
        earlier: above[near.length]?.id ?? null,
        message: row.visible ? { ...shownBranch, ...this.viewFor(actor, row) } : this.viewFor(actor, row),
        place: {
          rootId: root.id,
          older: root.position === null ? null : encodeCursor(cursorAfter(root, 'newest', thread.position)),
          newer: root.position === null ? null : encodeCursor(cursorAfter(root, 'oldest', thread.position)),
        },
      };
    };
    return this.snapshots.ofPrimary(read);
  }

  /** @throws ForumError message_not_found for what the actor may not see */
  async one(actor: Actor, id: string): Promise<MessageAnswer> {
    const { threadId } = await this.seen(actor, id);
    return this.atHead(threadId, async () => ({ message: this.viewFor(actor, await this.seen(actor, id)) }));
  }

  /** What is read of a thread, and where that is true. `read` is told which thread goes by the id today. */
  async atHead<T>(threadId: string, read: (thread: Thread) => Promise<T>): Promise<T & Head> {
    const stand = async () => {
      const { thread } = await this.threads.onSite(threadId);
      return { thread, answer: { ...(await read(thread)), position: thread.position, epoch: thread.epoch } };
    };
    return (await this.snapshots.ofPrimary(stand)).answer;
  }

  private async seen(actor: Actor, id: string, on?: Queries): Promise<MessageRow> {
    const row = await this.messages.byId(id, on);
    const own = row !== null && row.authorId === actor.member?.id && row.state !== 'deleted';
    if (!row || !(row.visible || own || may(actor, 'message.inspect', row.siteId)))
      throw new ForumError('message_not_found');
    return row;
  }

  private viewFor(actor: Actor, row: MessageRow): MessageView {
    const own = row.authorId === actor.member?.id && row.state !== 'deleted';
    return own || may(actor, 'message.inspect', row.siteId) ? fullView(row) : publicView(row);
  }

  private async visibleIn(on: Queries, threadId: string, messageId: string): Promise<void> {
    const row = await this.messages.byId(messageId, on);
    if (!row || row.threadId !== threadId || !row.visible) throw new ForumError('message_not_found');
  }

  private budget(): PageBudget {
    return new PageBudget(this.config.PAGE_BYTES);
  }

  private repliesOf(on: Queries, threadId: string): FirstReplies {
    return (parents) => this.pages.firstReplies(on, threadId, parents, REPLIES);
  }
}
