import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import { eachOf } from '../database/sql.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../messages/message.row.js';
import type { ThreadState } from '../threads/threads.schema.js';
import type { QueueCounts, QueueKind } from './moderation.schema.js';

/** A message of the queue, with what is told of its thread. */
export type QueueRow = MessageRow & {
  readonly threadTitle: string;
  readonly threadUrl: string;
  readonly threadState: ThreadState;
};

const REPORTED = `(m.state = 'published' AND m.open_reports > 0)`;
const KIND: Readonly<Record<QueueKind, string>> = {
  held: `m.state = 'held'`,
  reported: REPORTED,
  spam: `m.state = 'spam'`,
  rejected: `m.state = 'rejected'`,
  all: `(m.state IN ('held', 'spam', 'rejected') OR ${REPORTED})`,
};
/** Who has waited longest comes first; of what is decided, the latest. */
const OLDEST_FIRST: readonly QueueKind[] = ['held', 'reported'];

const COLUMNS = `${MESSAGE_COLUMNS}, t.title AS "threadTitle", t.url AS "threadUrl", t.state AS "threadState"`;
const FROM = 'FROM messages m JOIN members a ON a.id = m.author_id JOIN threads t ON t.id = m.thread_id';

@Injectable()
export class QueueRepository {
  constructor(private readonly reads: Reads) {}

  list(kind: QueueKind, siteIds: readonly string[], after: string | null, limit: number): Promise<QueueRow[]> {
    const [than, direction, start] = OLDEST_FIRST.includes(kind) ? ['>', 'ASC', ''] : ['<', 'DESC', 'g'];
    return this.reads.query<QueueRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${this.sites()} AND ${KIND[kind]} AND m.id ${than} $2 ORDER BY m.id ${direction} LIMIT $3`,
      [siteIds, after ?? start, limit],
    );
  }

  async total(kind: QueueKind, siteIds: readonly string[]): Promise<number> {
    const rows = await this.reads.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM messages m WHERE ${this.sites()} AND ${KIND[kind]}`,
      [siteIds],
    );
    return Number(rows[0]?.count ?? 0);
  }

  async counts(siteId: string): Promise<QueueCounts> {
    const [held, reported] = await Promise.all([this.total('held', [siteId]), this.total('reported', [siteId])]);
    return { held, reported };
  }

  async byId(messageId: string): Promise<QueueRow | null> {
    const rows = await this.reads.query<QueueRow>(`SELECT ${COLUMNS} ${FROM} WHERE m.id = $1`, [messageId]);
    return rows[0] ?? null;
  }

  private sites(): string {
    return `m.site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine)`;
  }
}
