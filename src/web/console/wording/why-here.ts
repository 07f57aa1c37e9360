import type { QueueItem, QueueReason } from '../../../moderation/queue/queue.schema.js';
import { t } from '../../../i18n/format.js';
import { within } from '../../ui/within.js';
import { QUEUES, words } from './wording.js';

/** Why a message is in front of a moderator now, in one sentence or two; what once held it is no reason any more. */
export function whyHere(item: QueueItem): string {
  switch (item.kind) {
    case 'reported':
      return reported(reportsOf(item));
    case 'spam':
      return 'It was marked as spam.';
    case 'rejected':
      return 'It was rejected.';
    case 'published':
      return 'Readers see it, and nobody has reported it.';
    case 'deleted':
      return 'Its author has taken it back.';
    case 'held':
      return item.reasons.map((reason) => because(reason, item)).join(' ') || 'It was held for a moderator.';
  }
}

/** Two words for the list: "Reported × 4". */
export function shortReason(item: QueueItem): string {
  if (item.kind === 'spam' || item.kind === 'rejected') return t(QUEUES[item.kind].name);
  if (item.kind === 'published' || item.kind === 'deleted') return item.kind === 'deleted' ? 'Taken back' : 'Published';
  const code = item.kind === 'reported' ? 'reports' : item.reasons.at(0)?.code;
  if (code === undefined) return 'Held';
  const count = code === 'reports' ? reportsOf(item) : 1;
  return `${SHORT[code] ?? words(code)}${count > 1 ? ` × ${count.toLocaleString('en')}` : ''}`;
}

/** How many readers reported it; the item itself brings only the first few of them. */
export function reportsOf(item: Pick<QueueItem, 'reportCounts'>): number {
  return item.reportCounts.total;
}

const SHORT: Record<string, string> = {
  premoderation: 'Read first',
  newcomer_link: 'Newcomer’s link',
  reports: 'Reported',
  repeat: 'Repeats itself',
  too_fast: 'Very fast',
};

function because(reason: QueueReason, item: QueueItem): string {
  switch (reason.code) {
    case 'premoderation':
      return 'This site has every message read before it appears.';
    case 'newcomer_link':
      return `${within(item.author.name)} is new here and posted a link.`;
    case 'reports':
      return reported(reportsOf(item));
    default:
      return `Held by the rule “${words(reason.code)}”${reason.detail ? `: ${reason.detail}` : ''}.`;
  }
}

function reported(count: number): string {
  if (count === 0) return 'Readers reported it.';
  return count === 1 ? 'One reader reported it.' : `${count.toLocaleString('en')} readers reported it.`;
}
