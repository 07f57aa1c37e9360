import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../../audit/audit-entry.entity.js';
import { AuditLog } from '../../audit/audit-log.js';
import { iso } from '../../config/clock.js';
import { inWords, MemberData, type DataRow } from '../../members/member-data.js';

/** What the log has under somebody's name, of staff most of all: to what it was done by its id alone. */
@Injectable()
export class ActionData {
  constructor(data: MemberData, log: AuditLog) {
    data.add('actions', (memberId) => inWords(log.by(memberId), inExport));
  }
}

/** Not why, and not what was before: that is of others. */
const inExport = ({ at, siteId, action, subjectKind, subjectId }: AuditEntry): DataRow => ({
  at: iso(at),
  site: siteId,
  action,
  subjectKind,
  subject: subjectId,
});
