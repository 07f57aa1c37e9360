import { iso } from '../config/clock.js';
import type { KnownSite } from '../sites/site-settings.js';
import type { Thread } from './thread.entity.js';
import type { ThreadView } from './threads.schema.js';

export function threadView(thread: Thread, site: KnownSite): ThreadView {
  return {
    id: thread.id,
    site: thread.siteId,
    key: thread.key,
    url: thread.url,
    title: thread.title,
    state: thread.state,
    closed: thread.closedBy
      ? { by: thread.closedBy, reason: thread.closedReason, at: iso(thread.closedAt ?? 0) }
      : null,
    messageCount: thread.messageCount,
    position: thread.position,
    epoch: thread.epoch,
    createdAt: iso(thread.createdAt),
    posting: { maxLength: site.maxLength, editWindow: site.editWindow, premoderation: site.settings.premoderation },
  };
}
