import { Inject, Injectable } from '@nestjs/common';
import { Limits } from '../../auth/limits/limits.js';
import { CONFIG, type Config } from '../../config/config.js';
import { ForumError } from '../../errors/forum-error.js';
import type { EventsAnswer, ThreadEvent } from '../../events/events.schema.js';
import type { ThreadEventRow } from '../../events/thread-event.entity.js';
import { ThreadLogRepository } from '../../events/thread-log.repository.js';
import { mayBeUnopened, UNOPENED } from '../../threads/addresses/thread-names.js';
import { threadView } from '../../threads/thread.view.js';
import { ThreadsService } from '../../threads/threads.service.js';
import { MessagesRepository } from '../messages.repository.js';
import { messagesIn, toEvent } from './thread-log.js';

/** Bytes of an event beside the texts of its messages: names, ids, the thread's address and title. */
const BESIDE = 1_024;

/** What a follower missed: the same for a socket that resumes and for a page that polls. */
@Injectable()
export class StreamService {
  /** What is being read: whoever asks the same meanwhile gets the same answer. */
  private readonly reading = new Map<string, Promise<EventsAnswer>>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly threads: ThreadsService,
    private readonly messages: MessagesRepository,
    private readonly log: ThreadLogRepository,
    private readonly limits: Limits,
  ) {}

  /**
   * The same for a request: an address that has had REPLAYED_KILOBYTES_PER_MINUTE reads the page instead.
   * @throws ForumError thread_not_found
   */
  async sinceFor(address: string, threadId: string, after: number, epoch?: string): Promise<EventsAnswer> {
    const answer = await this.since(threadId, after, epoch);
    if ('reset' in answer || answer.events.length === 0) return answer;
    const bytes = answer.events.reduce((sum, event) => sum + BESIDE + textOf(event), 0);
    if (await this.allows(address, bytes)) return answer;
    return { reset: true, position: answer.position, epoch: answer.epoch };
  }

  /** Whether an address may be sent so many bytes of the past. */
  allows(address: string, bytes: number): Promise<boolean> {
    return this.limits.takeMany('REPLAYED_KILOBYTES_PER_MINUTE', address, Math.ceil(bytes / 1_000));
  }

  /**
   * The events after a position, rising by one, or `reset` where the follower is of another epoch, ahead of the thread
   * or further behind than EVENTS_KEPT. An answer holds EVENTS_PER_ANSWER events of EVENTS_ANSWER_BYTES at most, and one at
   * least: who is not at its `position` after them goes on from the last.
   * @throws ForumError thread_not_found
   */
  since(threadId: string, after: number, epoch?: string): Promise<EventsAnswer> {
    const key = JSON.stringify([threadId, after, epoch]);
    const running = this.reading.get(key);
    if (running) return running;
    const reading = this.read(threadId, after, epoch).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  private async read(threadId: string, after: number, epoch?: string): Promise<EventsAnswer> {
    const stream = await this.threads.stream(threadId);
    if (!stream && mayBeUnopened(threadId) && after === 0) return { events: [], position: 0, epoch: UNOPENED };
    if (!stream) throw new ForumError('thread_not_found');
    const { thread, site } = stream;
    const here = { position: thread.position, epoch: thread.epoch };
    const behind = thread.position - after;
    // Who followed before there was a thread has missed all of it, and nothing else.
    const isOfBefore = epoch === UNOPENED && after === 0;
    if (
      (epoch !== undefined && epoch !== thread.epoch && !isOfBefore) ||
      behind < 0 ||
      behind > this.config.EVENTS_KEPT
    ) {
      return { reset: true, ...here };
    }
    if (behind === 0) return { events: [], ...here };
    const upTo = Math.min(thread.position, after + this.config.EVENTS_PER_ANSWER);
    const found = await this.log.between(threadId, after, upTo);
    if (found.length !== upTo - after) return { reset: true, ...here };
    const rows = await this.within(found);
    const messages = await this.messages.byIds([...new Set(rows.flatMap(messagesIn))]);
    const view = threadView(thread, site);
    const known = { messages, thread: () => view };
    return { events: rows.map((row) => toEvent(row, known)), ...here };
  }

  /** As many of the first as an answer may hold. Only lengths are read of the others. */
  private async within(rows: readonly ThreadEventRow[]): Promise<ThreadEventRow[]> {
    const bytes = await this.messages.bytesOf([...new Set(rows.flatMap(messagesIn))]);
    let left = this.config.EVENTS_ANSWER_BYTES;
    return rows.filter((row, index) => {
      left -= messagesIn(row).reduce((sum, id) => sum + (bytes.get(id) ?? 0), BESIDE);
      return left >= 0 || index === 0;
    });
  }
}

const textOf = ({ data }: ThreadEvent): number => ('message' in data ? data.message.html.length : 0);
