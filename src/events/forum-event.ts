import type { DecisionKind, QueueChange } from '../moderation/moderation.schema.js';
import type { VoteTotals } from '../messages/messages.schema.js';
import type { ThreadEvent } from './events.schema.js';

/** What the parts of one process tell each other, after commit and in the order of commits. */
export type ForumEvent =
  /** Took a position in its thread; followers get `event` as it stands. */
  | {
      readonly name: 'thread.event';
      readonly threadId: string;
      readonly messageCount: number;
      readonly event: ThreadEvent;
    }
  /** No position: totals are conflated and sent as signals. */
  | {
      readonly name: 'votes.changed';
      readonly threadId: string;
      readonly messageId: string;
      readonly votes: VoteTotals;
    }
  /** A message may have entered, changed in or left its site's queue; `by` where a moderator did it. */
  | {
      readonly name: 'queue.touched';
      readonly siteId: string;
      readonly messageId: string;
      readonly by?: { readonly id: string; readonly name: string };
      readonly decision?: DecisionKind;
    }
  /** The same, for consoles: with the item as it stands after commit. */
  | { readonly name: 'queue.changed'; readonly change: QueueChange }
  /** These tokens are no longer good: by their hashes. */
  | { readonly name: 'tokens.revoked'; readonly hashes: readonly string[] }
  /** What is kept of a member (name, roles, sanctions) must be read again. */
  | { readonly name: 'member.changed'; readonly memberId: string }
  | { readonly name: 'site.changed'; readonly siteId: string };
