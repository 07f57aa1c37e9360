import { Injectable } from '@nestjs/common';
import { Reads } from '../../database/reads.js';
import { eachOf, type Queries } from '../../database/sql.js';
import type { StoredState } from '../../messages/message.entity.js';

type Recent = { id: string; threadId: string; state: StoredState; reports: number; at: number };

/** What a member has written on some sites, and what became of it. */
@Injectable()
export class RecordsRepository {
  constructor(private readonly reads: Reads) {}

  /** Moderators of single sites know only who has written there. */
  async isKnownOn(on: Queries, memberId: string, siteIds: readonly string[]): Promise<boolean> {
    if (siteIds.includes('*')) return true;
    const rows = await on.query(
      `SELECT 1 FROM messages WHERE author_id = $1 AND site_id IN (SELECT value FROM ${eachOf(on.dialect, '$2')} AS mine) LIMIT 1`,
      [memberId, siteIds],
    );
    return rows.length > 0;
  }

  async countsOf(memberId: string, siteIds: readonly string[]): Promise<Record<StoredState, number>> {
    const rows = await this.reads.query<{ state: StoredState; count: number }>(
      `SELECT state, COUNT(*) AS count FROM messages
        WHERE author_id = $1 AND site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS mine) GROUP BY state`,
      [memberId, siteIds],
    );
    const counts = Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    return { published: 0, held: 0, rejected: 0, spam: 0, deleted: 0, ...counts };
  }

  recentOf(memberId: string, siteIds: readonly string[], most: number): Promise<Recent[]> {
    return this.reads.query<Recent>(
      `SELECT id, thread_id AS "threadId", state, open_reports AS reports, created_at AS at FROM messages
        WHERE author_id = $1 AND site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS mine)
        ORDER BY created_at DESC LIMIT $3`,
      [memberId, siteIds, most],
    );
  }
}
