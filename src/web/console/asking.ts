import type { QueueItem } from '../../moderation/queue/queue.schema.js';
import type { ThreadDetails } from '../../moderation/threads/thread-acts.schema.js';

/** A discussion as a dialog names it. */
export type ThreadSubject = Pick<ThreadDetails, 'id' | 'site' | 'title' | 'url' | 'messageCount'>;

/** What the console asks before it does something, with what it is about: the list may move meanwhile. */
export type Asking =
  | { readonly what: 'help' }
  | { readonly what: 'reason'; readonly item: QueueItem }
  | {
      readonly what: 'sanction';
      readonly author: { readonly id: string; readonly name: string };
      /** Null: wherever the moderator's role holds. */
      readonly site: string | null;
      /** The message that can be rejected along with it. */
      readonly item: QueueItem | null;
    }
  | {
      readonly what: 'thread';
      readonly thread: { readonly id: string; readonly title: string; readonly url: string };
      readonly to: 'open' | 'closed';
    }
  | { readonly what: 'names'; readonly thread: ThreadDetails }
  /** `into`: what to look for first. */
  | { readonly what: 'merge'; readonly thread: ThreadSubject; readonly into: string }
  | { readonly what: 'delete'; readonly thread: ThreadSubject };

export type Ask = (what: Asking | null) => void;
