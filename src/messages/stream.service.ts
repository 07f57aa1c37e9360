import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import type { EventsAnswer } from '../events/events.schema.js';
import { ThreadLogRepository } from '../events/thread-log.repository.js';
import { threadView } from '../threads/thread.view.js';
import { ThreadsService } from '../threads/threads.service.js';
import { MessagesRepository } from './messages.repository.js';
import { messagesIn, tell } from './thread-log.js';

/** What a follower missed: the same for a socket that resumes and for a page that polls. */
@Injectable()
export class StreamService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly threads: ThreadsService,
    private readonly messages: MessagesRepository,
    private readonly log: ThreadLogRepository,
  ) {}

  /**
   * Every event after a position, rising by one, or `reset` where the follower is of another epoch, ahead of the thread
   * or further behind than EVENTS_KEPT.
   * @throws ForumError thread_not_found
   */
  async since(threadId: string, after: number, epoch?: string): Promise<EventsAnswer> {
    const { thread, site } = await this.threads.onSite(threadId);
    const here = { position: thread.position, epoch: thread.epoch };
    const behind = thread.position - after;
    if ((epoch !== undefined && epoch !== thread.epoch) || behind < 0 || behind > this.config.EVENTS_KEPT) {
      return { reset: true, ...here };
    }
    if (behind === 0) return { events: [], ...here };
    const rows = await this.log.between(threadId, after, thread.position);
    if (rows.length !== behind) return { reset: true, ...here };
    const messages = await this.messages.byIds([...new Set(rows.flatMap(messagesIn))]);
    const known = { messages, thread: threadView(thread, site) };
    return { events: rows.map((row) => tell(row, known)), ...here };
  }
}
