import { iso } from '../config/clock.js';
import type { KnownSite } from '../sites/site-settings.js';
import { wordsOfAddress } from './addresses/canonical-url.js';
import { cleanTitle, UNOPENED } from './addresses/thread-names.js';
import type { Thread } from './thread.entity.js';
import type { ThreadView } from './threads.schema.js';

const DAY = 86_400_000;

export function threadView(thread: Thread, site: KnownSite): ThreadView {
  return {
    id: thread.id,
    site: thread.siteId,
    key: thread.key,
    url: thread.url,
    title: titleOf(thread),
    state: thread.state,
    closed: thread.closedBy
      ? { by: thread.closedBy, reason: thread.closedReason, at: iso(thread.closedAt ?? 0) }
      : null,
    messageCount: thread.messageCount,
    position: thread.position,
    epoch: thread.epoch,
    createdAt: iso(thread.createdAt),
    posting: postingOf(site),
    opened: true,
    gone: thread.mergedInto === null && thread.deletedAt === null ? null : { movedTo: thread.mergedInto },
  };
}

/** What a thread is called where it is shown; its row may not know a name yet. */
export const titleOf = ({ title, url }: Pick<Thread, 'title' | 'url'>): string =>
  title || cleanTitle(wordsOfAddress(url));

/** The thread of an article that nobody has written about: the same for everyone all day. */
export function unopenedView(id: string, url: string, site: KnownSite, now: number): ThreadView {
  return {
    id,
    site: site.id,
    key: null,
    url,
    title: titleOf({ title: '', url }),
    state: 'open',
    closed: null,
    messageCount: 0,
    position: 0,
    epoch: UNOPENED,
    createdAt: iso(now - (now % DAY)),
    posting: postingOf(site),
    opened: false,
    gone: null,
  };
}

const postingOf = ({ maxLength, editWindow, settings: { premoderation } }: KnownSite): ThreadView['posting'] => ({
  maxLength,
  editWindow,
  premoderation,
});
