import type { QueueReason } from '../../../messages/reasons.schema.js';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import { t } from '../../../i18n/format.js';
import { within } from '../../ui/within.js';
import { QUEUES } from '../queue/queues.js';
import { words } from './wording.js';

/** Why a message is in front of a moderator now, in one sentence or two; what once held it is no reason any more. */
export function whyHere(item: QueueItem): string {
  switch (item.kind) {
    case 'reported':
      return reported(reportsOf(item));
    case 'spam':
      return t('console.why.spam');
    case 'rejected':
      return t('console.why.rejected');
    case 'published':
      return t('console.why.published');
    case 'deleted':
      return t('console.why.deleted');
    case 'held':
      return item.reasons.map((reason) => because(reason, item)).join(' ') || t('console.why.held');
  }
}

/** Two words for the list: "Reported × 4". A rule that this build does not know has its own name. */
export function shortReason(item: QueueItem): string {
  if (item.kind === 'spam' || item.kind === 'rejected') return t(QUEUES[item.kind].name);
  if (item.kind === 'published' || item.kind === 'deleted')
    return t(item.kind === 'deleted' ? 'console.short.deleted' : 'console.short.published');
  const code = item.kind === 'reported' ? 'reports' : item.reasons.at(0)?.code;
  if (code === undefined) return t('console.queue.held');
  if (code === 'reports') return t('console.short.reported', { n: Math.max(1, reportsOf(item)) });
  return code in SHORT ? t(SHORT[code as keyof typeof SHORT]) : words(code);
}

/** How many readers reported it; the item itself brings only the first few of them. */
export function reportsOf(item: Pick<QueueItem, 'reportCounts'>): number {
  return item.reportCounts.total;
}

const SHORT = {
  premoderation: 'console.short.premoderation',
  newcomer_link: 'console.short.newcomer',
  repeat: 'console.short.repeat',
  too_fast: 'console.short.fast',
} as const;

function because(reason: QueueReason, item: QueueItem): string {
  switch (reason.code) {
    case 'premoderation':
      return t('console.why.premoderation');
    case 'newcomer_link':
      return t('console.why.newcomer', { name: within(item.author.name) });
    case 'reports':
      return reported(reportsOf(item));
    default:
      return reason.detail
        ? t('console.why.ruleDetail', { rule: words(reason.code), detail: reason.detail })
        : t('console.why.rule', { rule: words(reason.code) });
  }
}

function reported(count: number): string {
  return count === 0 ? t('console.why.reportedSome') : t('console.why.reported', { n: count });
}
