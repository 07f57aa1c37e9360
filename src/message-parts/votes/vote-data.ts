import { Injectable } from '@nestjs/common';
import { dataPages, inWords, MemberData, type DataRow } from '../../members/member-data.js';
import { titleOf } from '../../threads/thread.view.js';
import { VotesRepository, type CastRow } from './votes.repository.js';

/** What somebody voted on: others' messages by their ids alone. */
@Injectable()
export class VoteData {
  constructor(data: MemberData, votes: VotesRepository) {
    data.add('votes', (memberId) =>
      inWords(
        dataPages<CastRow>((after, limit) =>
          votes.allOf(memberId, after ? [after.threadId, after.messageId] : ['', ''], limit),
        ),
        inExport,
      ),
    );
  }
}

const inExport = (row: CastRow): DataRow => ({
  message: row.messageId,
  site: row.siteId,
  thread: row.threadId,
  title: titleOf(row),
  url: row.url,
  vote: row.value > 0 ? 'up' : 'down',
});
