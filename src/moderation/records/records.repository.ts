import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf, type Queries } from '../../database/sql.js';
import type { StoredState } from '../../messages/message.entity.js';

type Recent = { id: string; threadId: string; state: StoredState; reports: number; at: number };

const STANDS = `CASE WHEN state = 'deleted' AND decision = 'reject' THEN 'rejected' WHEN state = 'deleted' AND decision = 'spam' THEN 'spam'
  ELSE state END`;

/** What a member has written on some sites, and what became of it. */
@Injectable()
export class RecordsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Moderators of single sites know only who has acted there: written, reported, voted, or moderates it too. */
  async isKnownOn(on: Queries, memberId: string, siteIds: readonly string[]): Promise<boolean> {
    if (siteIds.includes('*')) return true;
    return (await this.knownOn(on, [memberId], siteIds)).has(memberId);
  }

  /** Which of these members have acted on these sites. */
  async knownOn(on: Queries, memberIds: readonly string[], siteIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (siteIds.includes('*')) return new Set(memberIds);
    const mine = `(SELECT value FROM ${eachOf(on.dialect, '$2')} AS mine)`;
    const rows = await on.query<{ id: string }>(
      `SELECT wanted.value AS id FROM ${eachOf(on.dialect, '$1')} AS wanted WHERE
         EXISTS (SELECT 1 FROM messages m WHERE m.author_id = wanted.value AND m.site_id IN ${mine})
         OR EXISTS (SELECT 1 FROM reports r JOIN messages m ON m.id = r.message_id WHERE r.member_id = wanted.value AND m.site_id IN ${mine})
         OR EXISTS (SELECT 1 FROM votes v JOIN threads t ON t.id = v.thread_id WHERE v.member_id = wanted.value AND t.site_id IN ${mine})
         OR EXISTS (SELECT 1 FROM staff_roles s WHERE s.member_id = wanted.value AND (s.site_id = '*' OR s.site_id IN ${mine}))`,
      [memberIds, siteIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async countsOf(memberId: string, siteIds: readonly string[]): Promise<Record<StoredState, number>> {
    const rows = await this.reads.query<{ state: StoredState; count: number }>(
      // What a moderator took away stays that, also where the author has taken it back since.
      `SELECT ${STANDS} AS state, COUNT(*) AS count FROM messages
        WHERE author_id = $1 AND site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS mine) GROUP BY 1`,
      [memberId, siteIds],
    );
    const counts = Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    return { published: 0, held: 0, rejected: 0, spam: 0, deleted: 0, ...counts };
  }

  recentOf(memberId: string, siteIds: readonly string[], most: number): Promise<Recent[]> {
    return this.reads.query<Recent>(
      `SELECT id, thread_id AS "threadId", ${STANDS} AS state, open_reports AS reports, created_at AS at FROM messages
        WHERE author_id = $1 AND site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS mine)
        ORDER BY created_at DESC LIMIT $3`,
      [memberId, siteIds, most],
    );
  }
}
