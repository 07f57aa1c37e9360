import type { InboxEvent } from '../../messages/inbox/inbox.schema.js';
import type { ServerFrame } from '../live.schema.js';
import { LogRoom } from '../topics/log-room.js';
import type { Head, TopicLog } from '../topics/topic.js';
import type { Connection } from '../transport/connection.js';
import { encode, inboxFrames } from '../transport/frames.js';

/**
 * One member's sockets on this process: those that follow its inbox, and those that follow threads only and are sent what is its
 * own there, by `own` and `mine`. Both are sent from the one log.
 */
export class InboxRoom extends LogRoom<InboxEvent> {
  private readonly watchers = new Set<Connection>();

  constructor(
    readonly memberId: string,
    log: TopicLog<InboxEvent>,
    counters: { deliveries: number },
  ) {
    super(log, inboxFrames, counters);
  }

  override get isEmpty(): boolean {
    return super.isEmpty && this.watchers.size === 0;
  }

  /**
   * From when it resolves, the socket is sent all that comes, in the threads that it follows. Where the log cannot be read it is told
   * later that it may have missed something: see `beginLate`.
   */
  async watch(connection: Connection): Promise<void> {
    this.watchers.add(connection);
    await this.begunAtHead().catch(() => undefined);
  }

  unwatch(connection: Connection): void {
    this.watchers.delete(connection);
  }

  /** @throws where the log still cannot be read */
  async beginLate(): Promise<void> {
    if (this.epoch !== '') return;
    await this.begunAtHead();
    for (const connection of this.listeners()) sayMine(connection);
  }

  override startAgain(to: Head): void {
    super.startAgain(to);
    for (const connection of this.listeners()) sayMine(connection);
  }

  protected override following(at: Head): ServerFrame {
    return { event: 'following', data: { inbox: true, ...at } };
  }

  protected override append(event: InboxEvent): void {
    for (const connection of this.listeners()) {
      if (event.type !== 'message.decided') sayMine(connection);
      else if (follows(connection, event.data.thread)) connection.write(encode({ event: 'own', data: event.data }));
    }
    super.append(event);
  }

  /** Who follows the inbox gets it there. */
  private listeners(): Connection[] {
    return [...this.watchers].filter((connection) => !this.has(connection));
  }
}

const follows = ({ subscriptions }: Connection, threadId: string): boolean =>
  subscriptions.some((subscription) => subscription.threadId === threadId);

/** Something that is the member's alone has changed: in each thread that it follows it may be another thing. */
export function sayMine(connection: Connection): void {
  for (const { threadId } of connection.subscriptions) connection.send({ event: 'mine', data: { thread: threadId } });
}
