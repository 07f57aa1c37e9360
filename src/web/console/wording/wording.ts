import { t } from '../../../i18n/format.js';
import type { Key } from '../../../i18n/keys.js';
import type { MeAnswer } from '../../../members/members.schema.js';
import type { DecisionKind } from '../../../moderation/decisions/decisions.schema.js';
import type { QueueKind } from '../../../moderation/queue/queue.schema.js';
import type { ReportView } from '../../../moderation/reports/reports.schema.js';
import type { SanctionView } from '../../../moderation/sanctions/sanctions.schema.js';

/** What a queue is called, and what its emptiness means. */
export const QUEUES = {
  held: { name: 'console.queue.held', empty: 'Nothing waits to be read.' },
  reported: { name: 'console.queue.reported', empty: 'No open reports.' },
  spam: { name: 'console.queue.spam', empty: 'No spam.' },
  rejected: { name: 'console.queue.rejected', empty: 'Nothing has been rejected.' },
  all: { name: 'console.queue.all', empty: 'Nothing here.' },
} as const satisfies Record<QueueKind, { readonly name: Key; readonly empty: string }>;

export const DECIDED: Record<DecisionKind, string> = {
  approve: 'Approved',
  reject: 'Rejected',
  spam: 'Marked as spam',
  restore: 'Restored',
  hold: 'Held again',
};

const REPORTS: Record<ReportView['reason'], string> = {
  spam: 'Spam',
  abuse: 'Abuse',
  off_topic: 'Off topic',
  illegal: 'Illegal',
  personal_data: 'Personal data',
  other: 'Other',
};

export function reportReason(reason: ReportView['reason']): string {
  return REPORTS[reason];
}

export function messagesSay(count: number): string {
  return count === 1 ? '1 message' : `${count.toLocaleString('en')} messages`;
}

export function discussionsSay(count: number): string {
  return count === 1 ? '1 discussion' : `${count.toLocaleString('en')} discussions`;
}

/** `newcomer_link` as a person would say it. */
export function words(code: string): string {
  return code.replaceAll(/[._-]/g, ' ');
}

export function sanctionSays(sanction: Pick<SanctionView, 'kind' | 'until'>): string {
  const until = sanction.until
    ? ` until ${new Intl.DateTimeFormat('en-GB', LONG).format(Date.parse(sanction.until))}`
    : '';
  return sanction.kind === 'ban' ? `Banned${until || ' for ever'}` : `Suspended${until}`;
}

const LONG: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' };

/** The role by which somebody is here: a moderator of some sites only is a plain member everywhere else. */
export function roleSays({ member, permissions }: MeAnswer): string {
  if (member.role === 'owner') return t('console.role.owner');
  const administers = member.role === 'admin' || permissions.includes('administer');
  return t(administers ? 'console.role.admin' : 'console.role.moderator');
}
