import type { QueueItem } from '../../moderation/moderation.schema.js';
import type { Asking } from './console.js';
import type { Desk } from './desk.js';
import { discussionOf } from './item-pane.js';
import type { Commands } from './keys.js';

/** What the keys do to the message in front of the moderator. */
export function actions(desk: Desk, item: QueueItem, ask: (what: Asking) => void): Commands {
  const removed = item.kind === 'rejected' || item.kind === 'spam';
  return {
    approve: () => void desk.deeds.decide(removed ? 'restore' : 'approve'),
    ...(!removed && {
      reject: () => void desk.deeds.decide('reject'),
      rejectWithReason: () => ask('reason'),
      spam: () => void desk.deeds.decide('spam'),
    }),
    sanction: () => ask('sanction'),
    close: () => ask('close'),
    reopen: () => ask('reopen'),
    view: () => void window.open(discussionOf(item), '_blank', 'noopener'),
  };
}
