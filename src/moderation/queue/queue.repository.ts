import { Injectable } from '@nestjs/common';
import { Reads } from '../../database/reads.js';
import { eachOf } from '../../database/sql.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../../messages/message.row.js';
import type { ThreadState } from '../../threads/threads.schema.js';
import type { QueueCounts, QueueKind } from '../moderation.schema.js';

/** A message of the queue, with what is told of its thread. */
export type QueueRow = MessageRow & {
  readonly threadTitle: string;
  readonly threadUrl: string;
  readonly threadState: ThreadState;
};

/** In the words of the index `messages_queue`, so that it is used: published messages are read by nobody here, however many. */
const IN_QUEUE = `(q.state <> 'published' OR q.open_reports > 0)`;
const KIND: Readonly<Record<QueueKind, string>> = {
  held: `q.state = 'held'`,
  reported: `q.state = 'published'`,
  spam: `q.state = 'spam'`,
  rejected: `q.state = 'rejected'`,
  all: `q.state IN ('held', 'published', 'spam', 'rejected')`,
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
      `SELECT ${COLUMNS} ${FROM} WHERE m.id IN (SELECT q.id FROM messages q WHERE ${this.waits(kind)} AND q.id ${than} $2
        ORDER BY q.id ${direction} LIMIT $3) ORDER BY m.id ${direction}`,
      [siteIds, after ?? start, limit],
    );
  }

  async total(kind: QueueKind, siteIds: readonly string[]): Promise<number> {
    const rows = await this.reads.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM messages q WHERE ${this.waits(kind)}`,
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

  private waits(kind: QueueKind): string {
    return `q.site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine) AND ${IN_QUEUE} AND ${KIND[kind]}`;
  }
}
