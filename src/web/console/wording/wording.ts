import { t } from '../../../i18n/format.js';
import type { Key } from '../../../i18n/keys.js';
import type { MeAnswer } from '../../../members/members.schema.js';
import type { DecisionKind } from '../../../moderation/decisions/decisions.schema.js';
import type { ReportView } from '../../../moderation/reports/reports.schema.js';
import type { SanctionView } from '../../../moderation/sanctions/sanctions.schema.js';
import { timeText } from '../../ui/time.js';

export const DECIDED = {
  approve: 'console.done.approve',
  reject: 'console.done.reject',
  spam: 'console.done.spam',
  restore: 'console.done.restore',
  hold: 'console.done.hold',
} as const satisfies Record<DecisionKind, Key>;

const REPORTS = {
  spam: 'console.report.spam',
  abuse: 'console.report.abuse',
  off_topic: 'console.report.off_topic',
  illegal: 'console.report.illegal',
  personal_data: 'console.report.personal_data',
  other: 'console.report.other',
} as const satisfies Record<ReportView['reason'], Key>;

export function reportReason(reason: ReportView['reason']): string {
  return t(REPORTS[reason]);
}

const STATES = {
  published: 'console.state.published',
  held: 'console.state.held',
  reported: 'console.state.reported',
  rejected: 'console.state.rejected',
  spam: 'console.state.spam',
  deleted: 'console.state.deleted',
  open: 'console.state.open',
  closed: 'console.state.closed',
  archived: 'console.state.archived',
} as const;

/** What has become of a message or a discussion. */
export function stateText(state: string): string {
  return state in STATES ? t(STATES[state as keyof typeof STATES]) : state;
}

export function messagesSay(count: number): string {
  return t('console.messages', { n: count });
}

/** `newcomer_link` as a person would say it. */
export function words(code: string): string {
  return code.replaceAll(/[._-]/g, ' ');
}

type Sanction = Pick<SanctionView, 'kind' | 'until'>;

/** Until when a sanction holds, where it ends by itself. */
const endOf = ({ until }: Sanction): string => (until ? timeText(until, LONG) : '');

export function sanctionText(sanction: Sanction): string {
  const date = endOf(sanction);
  if (sanction.kind === 'ban') return date ? t('console.sanction.banUntil', { date }) : t('console.sanction.ban');
  return date ? t('console.sanction.suspendUntil', { date }) : t('console.sanction.suspend');
}

/** That it holds no more. */
export function liftedText(sanction: Sanction): string {
  const date = endOf(sanction);
  return t('console.sanction.lifted', { date, what: `${sanction.kind}${date ? 'Until' : ''}` });
}

const LONG: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' };

/** The role by which somebody is here: a moderator of some sites only is a plain member everywhere else. */
export function roleText({ member, permissions }: MeAnswer): string {
  if (member.role === 'owner') return t('console.role.owner');
  const administers = member.role === 'admin' || permissions.includes('administer');
  return t(administers ? 'console.role.admin' : 'console.role.moderator');
}
