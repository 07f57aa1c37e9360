import { columnsOf } from '../database/rows.js';
import type { StaffRole } from '../members/members.schema.js';
import { Message } from './message.entity.js';

/** A message with its author, as every query of messages answers it. */
export type MessageRow = Readonly<Omit<Message, 'visible'>> & {
  readonly visible: boolean | 0 | 1;
  readonly authorName: string;
  readonly authorKind: 'guest' | 'verified' | 'staff';
  readonly authorRole: StaffRole | null;
  /** What publishers say of the author, as it is stored. */
  readonly authorEntitlements: string | null;
};

/** What every message is before anything has befallen it. */
export const UNTOUCHED = {
  position: null,
  revision: 1,
  decidedRevision: 0,
  decision: '',
  visible: false,
  replyCount: 0,
  up: 0,
  down: 0,
  openReports: 0,
  reasons: '[]',
  editedAt: null,
} as const satisfies Partial<MessageRow>;

export const MESSAGE_COLUMNS = `${columnsOf(Message, 'm')}, a.name AS "authorName", a.kind AS "authorKind",
  CASE WHEN a.kind = 'staff' THEN (SELECT r.role FROM staff_roles r WHERE r.member_id = a.id AND r.site_id IN ('*', m.site_id)
    ORDER BY CASE r.role WHEN 'owner' THEN 1 WHEN 'admin' THEN 2 ELSE 3 END LIMIT 1) END AS "authorRole", a.entitlements AS "authorEntitlements"`;
