import type { ThreadEvent } from '../../events/events.schema.js';
import type { MessageView, VoteTotals } from '../../messages/messages.schema.js';
import { RecentEvents } from '../topics/recent-events.js';

/** The last events of a thread. A text that was changed or taken away leaves the past as well. */
export class RecentThreadEvents extends RecentEvents<ThreadEvent> {
  override append(event: ThreadEvent): void {
    this.outdate(event);
    super.append(event);
  }

  /** Keeps the totals of a message that somebody may yet hear of for the first time. */
  voted(messageId: string, votes: VoteTotals): void {
    this.replaceMessage(messageId, (message) => (message.author ? { ...message, votes } : undefined));
  }

  private outdate(event: ThreadEvent): void {
    if (event.type === 'thread.changed' && event.data.thread.gone) return this.leave(event.data.thread.gone.movedTo);
    if (event.type === 'message.edited') {
      const { message } = event.data;
      this.expireOf(message.id, () => message);
    }
    if (event.type === 'message.removed') {
      const { id, why } = event.data;
      this.expireOf(id, (message) => emptied(message, why));
    }
  }

  /**
   * The thread is gone: what becomes of its messages from now on is told elsewhere, so nothing of them stays here. Of one that
   * was deleted nobody hears them any more.
   */
  private leave(movedTo: string | null): void {
    this.expire();
    if (movedTo !== null) return;
    this.retell((event) =>
      'message' in event.data ? withMessage(event, emptied(event.data.message, 'moderated')) : undefined,
    );
  }

  private expireOf(messageId: string, now: (message: MessageView) => MessageView): void {
    this.replaceMessage(messageId, (message, position) => {
      this.expire(position);
      return now(message);
    });
  }

  private replaceMessage(
    messageId: string,
    now: (message: MessageView, position: number) => MessageView | undefined,
  ): void {
    this.retell((event) => {
      if (!('message' in event.data) || event.data.message.id !== messageId) return undefined;
      const message = now(event.data.message, event.position);
      return message && withMessage(event, message);
    });
  }
}

const withMessage = (event: ThreadEvent, message: MessageView): ThreadEvent =>
  ({ ...event, data: { ...event.data, message } }) as ThreadEvent;

/** What is left of a message that is not on the page: see message.view.ts. */
const emptied = (message: MessageView, why: 'deleted' | 'moderated'): MessageView => ({
  ...message,
  author: null,
  html: '',
  state: why === 'deleted' ? 'deleted' : 'rejected',
  editedAt: null,
  votes: { up: 0, down: 0 },
});
