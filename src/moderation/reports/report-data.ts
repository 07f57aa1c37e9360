import { Injectable } from '@nestjs/common';
import { iso } from '../../config/clock.js';
import { dataPages, inWords, MemberData, type DataRow } from '../../members/member-data.js';
import { ReportsRepository, type MadeReport } from './reports.repository.js';

/** What somebody reported, and what they said of it: others' messages by their ids alone. */
@Injectable()
export class ReportData {
  constructor(data: MemberData, reports: ReportsRepository) {
    data.add('reports', (memberId) =>
      inWords(
        dataPages<MadeReport>((after, limit) => reports.allOf(memberId, after?.id ?? '', limit)),
        inExport,
      ),
    );
  }
}

const inExport = ({ id, messageId, siteId, threadId, reason, note, state, createdAt }: MadeReport): DataRow => ({
  id,
  message: messageId,
  site: siteId,
  thread: threadId,
  reported: reason,
  note,
  state,
  createdAt: iso(createdAt),
});
