import { Injectable } from '@nestjs/common';
import { Reads } from '../../database/reads.js';
import { eachOf } from '../../database/sql.js';
import type { ThreadState } from '../../threads/threads.schema.js';

type ThreadRow = {
  readonly id: string;
  readonly site: string;
  readonly key: string | null;
  readonly title: string;
  readonly url: string;
  readonly state: ThreadState;
  readonly messageCount: number;
  readonly createdAt: number;
};
type MemberRow = { readonly id: string; readonly name: string; readonly createdAt: number };

/** Walks of threads and members from the latest back, for whoever looks for one. */
@Injectable()
export class SearchRepository {
  constructor(private readonly reads: Reads) {}

  threads(siteIds: readonly string[], before: string | null, limit: number): Promise<ThreadRow[]> {
    return this.reads.query<ThreadRow>(
      `SELECT id, site_id AS site, "key", title, url, state, message_count AS "messageCount", created_at AS "createdAt" FROM threads
        WHERE site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine) AND id < $2 ORDER BY id DESC LIMIT $3`,
      [siteIds, before ?? 'g', limit],
    );
  }

  members(before: string | null, limit: number): Promise<MemberRow[]> {
    return this.reads.query<MemberRow>(
      'SELECT id, name, created_at AS "createdAt" FROM members WHERE id < $1 ORDER BY id DESC LIMIT $2',
      [before ?? 'g', limit],
    );
  }
}
