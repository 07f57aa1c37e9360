import type { ThreadEvent } from '../../events/events.schema.js';
import { UNOPENED } from '../../threads/addresses/thread-names.js';
import type { VoteTotals } from '../../messages/messages.schema.js';
import type { ThreadView } from '../../threads/threads.schema.js';
import { Signals } from '../presence/signals.js';
import type { TopicLog } from '../topics/topic.js';
import { TopicRoom } from '../topics/topic-room.js';
import { encode, threadFrames } from '../transport/frames.js';
import type { Subscription } from '../transport/subscription.js';
import { RecentThreadEvents } from './recent-thread-events.js';

export type ThreadHead = Pick<ThreadView, 'position' | 'epoch' | 'messageCount'>;

/** What a room needs of the rest: the thread as it stands, and what is written in its log. */
export interface ThreadSource extends TopicLog<ThreadEvent> {
  head(): Promise<Pick<ThreadView, 'site' | 'position' | 'epoch' | 'state'>>;
}

/** How many follow the thread elsewhere, and who wants to know how many do here. */
export interface RoomPresence {
  others(): number;
  count(readers: number): void;
}
const ALONE: RoomPresence = { others: () => 0, count: () => undefined };

/** Everyone who follows one thread: its events, and beside them who reads and writes, and what the votes are. */
export class ThreadRoom extends TopicRoom<ThreadEvent, RecentThreadEvents> {
  private readonly signals: Signals;
  private site = '';
  private takesMessages = true;

  constructor(
    readonly threadId: string,
    private readonly source: ThreadSource,
    counters: { deliveries: number },
    private readonly presence: RoomPresence = ALONE,
  ) {
    const signals = new Signals(threadId);
    super(
      {
        log: source,
        frames: threadFrames(threadId),
        recent: (position) => new RecentThreadEvents(position),
        signals,
      },
      counters,
    );
    this.signals = signals;
  }

  /** Whose thread it is; known once somebody has joined. */
  get siteId(): string {
    return this.site;
  }

  /** How many follow the thread, here and elsewhere. */
  get readers(): number {
    return this.size + this.presence.others();
  }

  /** Somebody came or went elsewhere. */
  presenceChanged(): void {
    this.signals.present(this.readers);
    this.broadcast.wake();
  }

  /** How the thread stands in the database: what has not been told here by then is read from the log. */
  reconcile({ position, epoch, messageCount }: ThreadHead): void {
    if (this.epoch === '') return;
    if (this.epoch === UNOPENED) void this.opened();
    else if (epoch !== this.epoch) return this.order.resync();
    if (position > this.recent.position) this.signals.counted(messageCount, position);
    this.order.expect(position);
  }

  /** What was committed, with the thread's count of messages after it. */
  take(event: ThreadEvent, messageCount: number): void {
    if (event.type === 'message.posted' && event.data.message.author)
      this.signals.stoppedTyping(event.data.message.author.id);
    if (this.epoch === UNOPENED) void this.opened();
    this.signals.counted(messageCount, event.position);
    this.order.take(event);
    this.broadcast.wake();
  }

  voted(messageId: string, votes: VoteTotals): void {
    this.recent.voted(messageId, votes);
    this.replays.forget();
    this.signals.voted(messageId, votes);
    this.broadcast.wake();
  }

  /** Shows who is writing; where no messages are taken nobody is. */
  typing(member: { readonly id: string; readonly name: string }, parentId: string | null): void {
    if (!this.takesMessages) return;
    this.signals.typing(member, parentId, performance.now());
    this.broadcast.wake();
  }

  stoppedTyping(memberId: string): void {
    this.signals.stoppedTyping(memberId);
    this.broadcast.wake();
  }

  protected override greet(subscription: Subscription): void {
    const data = { thread: this.threadId, position: subscription.position, epoch: this.epoch, readers: this.readers };
    subscription.line.write(encode({ event: 'following', data }));
    this.peopleChanged();
  }

  protected override left(): void {
    this.peopleChanged();
  }

  protected override append(event: ThreadEvent): void {
    if (event.type === 'message.removed') this.signals.removed(event.data.id);
    if (event.type === 'thread.changed') this.takesMessages = event.data.thread.state === 'open';
    if (!this.takesMessages) this.signals.nobodyTypes();
    super.append(event);
  }

  protected override async headOfLog(): Promise<{ position: number; epoch: string }> {
    const head = await this.source.head();
    this.know(head);
    return head;
  }

  private peopleChanged(): void {
    this.presence.count(this.size);
    this.presenceChanged();
  }

  /** Somebody has written: from now on the thread has an epoch, in which its first position is the one that everyone here has heard. */
  private async opened(): Promise<void> {
    const head = await this.source.head().catch(() => undefined);
    if (!head || this.epoch !== UNOPENED) return;
    this.epoch = head.epoch;
    this.know(head);
  }

  private know({ site, state }: Pick<ThreadView, 'site' | 'state'>): void {
    this.site = site;
    this.takesMessages = state === 'open';
  }
}
