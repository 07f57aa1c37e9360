import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { Ask } from '../asking.js';
import type { Commands } from '../keys/keys.js';
import { discussionOf } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';

/** Whether a moderator took it away: then it can only be restored. */
export function isRemoved({ kind }: QueueItem): boolean {
  return kind === 'rejected' || kind === 'spam';
}

/** What the keys do to the message in front of the moderator. */
export function itemCommands(store: ConsoleStore, item: QueueItem, ask: Ask): Commands {
  const removed = isRemoved(item);
  const { thread, author } = item;
  return {
    ...(item.kind !== 'published' &&
      item.kind !== 'deleted' && {
        approve: () => void store.actions.decide(removed ? 'restore' : 'approve', '', item),
      }),
    ...(!removed &&
      item.kind !== 'deleted' && {
        reject: () => void store.actions.decide('reject', '', item),
        rejectWithReason: () => ask({ what: 'reason', item }),
        spam: () => void store.actions.decide('spam', '', item),
      }),
    sanction: () =>
      ask({ what: 'sanction', author, site: thread.site, item: removed || item.kind === 'deleted' ? null : item }),
    close: () => ask({ what: 'thread', thread, to: 'closed' }),
    reopen: () => ask({ what: 'thread', thread, to: 'open' }),
    view: () => void window.open(discussionOf(item.message), '_blank', 'noopener'),
  };
}
