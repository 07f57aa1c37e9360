import type { StaffRole } from '../members/members.schema.js';
import type { Decided, StoredState } from './message.entity.js';

/** A message with its author, as every query of messages answers it. */
export type MessageRow = {
  readonly id: string;
  readonly siteId: string;
  readonly threadId: string;
  /** '' at the root. */
  readonly parentId: string;
  readonly depth: number;
  readonly position: number | null;
  readonly revision: number;
  readonly decidedRevision: number;
  readonly decision: Decided;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorKind: 'guest' | 'verified' | 'staff';
  readonly authorRole: StaffRole | null;
  readonly text: string;
  readonly words: string;
  readonly html: string;
  readonly state: StoredState;
  readonly visible: boolean | 0 | 1;
  readonly replyCount: number;
  readonly up: number;
  readonly down: number;
  readonly best: number;
  readonly hot: number;
  readonly controversial: number;
  readonly openReports: number;
  readonly reasons: string;
  readonly createdAt: number;
  readonly editedAt: number | null;
};

export const MESSAGE_COLUMNS = `m.id, m.site_id AS "siteId", m.thread_id AS "threadId", m.parent_id AS "parentId", m.depth, m.position,
  m.revision, m.decided_revision AS "decidedRevision", m.decision, m.author_id AS "authorId", a.name AS "authorName", a.kind AS "authorKind",
  CASE WHEN a.kind = 'staff' THEN (SELECT r.role FROM staff_roles r WHERE r.member_id = a.id AND r.site_id IN ('*', m.site_id)
    ORDER BY CASE r.role WHEN 'owner' THEN 1 WHEN 'admin' THEN 2 ELSE 3 END LIMIT 1) END AS "authorRole",
  m.text, m.words, m.html, m.state, m.visible, m.reply_count AS "replyCount", m.up, m.down, m.best, m.hot, m.controversial,
  m.open_reports AS "openReports", m.reasons, m.created_at AS "createdAt", m.edited_at AS "editedAt"`;
