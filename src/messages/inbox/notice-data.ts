import { Injectable } from '@nestjs/common';
import { iso } from '../../config/clock.js';
import type { InboxEventRow } from '../../events/inbox/inbox-event.entity.js';
import { InboxLogRepository } from '../../events/inbox/inbox-log.repository.js';
import { dataPages, inWords, MemberData } from '../../members/member-data.js';

/** What somebody's inbox has told them, as far as it is kept: of what kind, and about what. */
@Injectable()
export class NoticeData {
  constructor(data: MemberData, log: InboxLogRepository) {
    data.add('notices', (memberId) =>
      inWords(
        dataPages<InboxEventRow>((after, limit) => log.after(memberId, after?.position ?? 0, limit)),
        ({ type, subjectId, at }) => ({ type, subject: subjectId, at: iso(at) }),
      ),
    );
  }
}
