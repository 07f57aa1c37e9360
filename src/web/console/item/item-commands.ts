import type { QueueItem } from '../../../moderation/moderation.schema.js';
import type { Asking } from '../console.js';
import type { ConsoleStore } from '../store/console-store.js';
import { discussionOf } from './item-pane.js';
import type { Commands } from '../keys/keys.js';

/** What the keys do to the message in front of the moderator. */
export function itemCommands(store: ConsoleStore, item: QueueItem, ask: (what: Asking) => void): Commands {
  const removed = item.kind === 'rejected' || item.kind === 'spam';
  return {
    approve: () => void store.actions.decide(removed ? 'restore' : 'approve'),
    ...(!removed && {
      reject: () => void store.actions.decide('reject'),
      rejectWithReason: () => ask('reason'),
      spam: () => void store.actions.decide('spam'),
    }),
    sanction: () => ask('sanction'),
    close: () => ask('close'),
    reopen: () => ask('reopen'),
    view: () => void window.open(discussionOf(item), '_blank', 'noopener'),
  };
}
