import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { insertAll } from '../../database/rows.js';
import type { Tx } from '../../database/transactions.js';
import { Bookmark } from './bookmark.entity.js';

@Injectable()
export class BookmarksRepository {
  constructor(private readonly reads: PrimaryReads) {}

  add(tx: Tx, bookmark: Bookmark): Promise<void> {
    return insertAll(tx, Bookmark, [bookmark]);
  }

  /** Ids of the messages that a member has marked in a thread. */
  async of(threadId: string, memberId: string): Promise<string[]> {
    const rows = await this.reads.query<{ id: string }>(
      'SELECT message_id AS id FROM bookmarks WHERE thread_id = $1 AND member_id = $2 ORDER BY at',
      [threadId, memberId],
    );
    return rows.map(({ id }) => id);
  }
}
