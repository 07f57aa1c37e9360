import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf } from '../../database/sql.js';
import type { ThreadState } from '../../threads/threads.schema.js';

export type FoundThread = {
  readonly id: string;
  readonly site: string;
  readonly key: string | null;
  readonly title: string;
  readonly url: string;
  readonly state: ThreadState;
  readonly messageCount: number;
  readonly createdAt: number;
};
export type FoundMember = { readonly id: string; readonly name: string; readonly createdAt: number };

/** Walks of threads and members from the latest back, for whoever looks for one. */
@Injectable()
export class SearchRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Those that are neither merged nor deleted. @param before when the last one was made, and its id */
  threads(siteIds: readonly string[], before: readonly [number, string], limit: number): Promise<FoundThread[]> {
    return this.reads.query<FoundThread>(
      `SELECT id, site_id AS site, "key", title, url, state, message_count AS "messageCount", created_at AS "createdAt" FROM threads
        WHERE site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine) AND merged_into IS NULL AND deleted_at IS NULL
          AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4`,
      [siteIds, ...before, limit],
    );
  }

  members(before: string | null, limit: number): Promise<FoundMember[]> {
    return this.reads.query<FoundMember>(
      'SELECT id, name, created_at AS "createdAt" FROM members WHERE id < $1 ORDER BY id DESC LIMIT $2',
      [before ?? 'g', limit],
    );
  }
}
