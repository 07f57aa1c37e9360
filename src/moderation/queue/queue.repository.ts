import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { firstIdAt } from '../../database/ids.js';
import { eachOf } from '../../database/sql.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../../messages/message.row.js';
import type { ThreadState } from '../../threads/threads.schema.js';
import type { SearchFilters } from '../lists.schema.js';
import type { QueueCounts, QueueKind } from './queue.schema.js';
import type { SearchKind } from '../search/search.schema.js';

/** A message of the queue, with what is told of its thread. */
export type QueueRow = MessageRow & {
  readonly threadTitle: string;
  readonly threadUrl: string;
  readonly threadState: ThreadState;
  /** When its discussion was deleted: it waits for nobody. */
  readonly threadDeletedAt: number | null;
};

/**
 * What each kind is made of, each part in the words of an index (messages_queue, messages_reported, messages_taken_back), so that it
 * is used: published messages are read by nobody here, however many. A decision stands also when the author takes the
 * message back; see messages/waiting.ts for what waits.
 */
const QUEUE = `(q.state <> 'published' OR q.open_reports > 0)`;
const TAKEN_BACK = `q.state = 'deleted' AND q.decision <> '' AND q.open_reports = 0`;
const HELD = [`${QUEUE} AND q.state = 'held'`];
const REPORTED = [`q.open_reports > 0 AND q.state IN ('published', 'deleted')`];
const SPAM = [`${QUEUE} AND q.state = 'spam'`, `${TAKEN_BACK} AND q.decision = 'spam'`];
const REJECTED = [`${QUEUE} AND q.state = 'rejected'`, `${TAKEN_BACK} AND q.decision = 'reject'`];
const PARTS: Readonly<Record<SearchKind, readonly string[]>> = {
  held: HELD,
  reported: REPORTED,
  spam: SPAM,
  rejected: REJECTED,
  all: [...HELD, ...REPORTED, ...SPAM, ...REJECTED],
  published: [`q.state = 'published'`],
  deleted: [`q.state = 'deleted'`],
  any: ['TRUE'],
};
/** Of what waits the oldest message comes first; of what is decided, the latest. */
const OLDEST_FIRST: readonly SearchKind[] = ['held', 'reported'];

const COLUMNS = `${MESSAGE_COLUMNS}, t.title AS "threadTitle", t.url AS "threadUrl", t.state AS "threadState", t.deleted_at AS "threadDeletedAt"`;
const FROM = 'FROM messages m JOIN members a ON a.id = m.author_id JOIN threads t ON t.id = m.thread_id';

@Injectable()
export class QueueRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Those that were written in that time: ids rise with it. */
  list(
    kind: SearchKind,
    siteIds: readonly string[],
    after: string | null,
    limit: number,
    { from, until }: Pick<SearchFilters, 'from' | 'until'> = {},
  ): Promise<QueueRow[]> {
    const [than, direction, start] = OLDEST_FIRST.includes(kind) ? ['>', 'ASC', ''] : ['<', 'DESC', 'g'];
    const [first, end] = [from ? firstIdAt(Date.parse(from)) : '', until ? firstIdAt(Date.parse(until)) : 'g'];
    const parts = PARTS[kind].map(
      (part) =>
        `SELECT id FROM (SELECT q.id FROM messages q WHERE ${this.mine} AND ${part} AND q.id ${than} $2 AND q.id >= $4 AND q.id < $5
          ORDER BY q.id ${direction} LIMIT $3) AS part`,
    );
    return this.reads.query<QueueRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE m.id IN (SELECT id FROM (${parts.join(' UNION ALL ')}) AS parts
        ORDER BY id ${direction} LIMIT $3) ORDER BY m.id ${direction}`,
      [siteIds, after ?? start, limit, first, end],
    );
  }

  async total(kind: QueueKind, siteIds: readonly string[]): Promise<number> {
    const counted = PARTS[kind].map((part) => `(SELECT COUNT(*) FROM messages q WHERE ${this.mine} AND ${part})`);
    const rows = await this.reads.query<{ count: number }>(`SELECT ${counted.join(' + ')} AS count`, [siteIds]);
    return Number(rows[0]?.count ?? 0);
  }

  async counts(siteId: string): Promise<QueueCounts> {
    const [held, reported] = await Promise.all([this.total('held', [siteId]), this.total('reported', [siteId])]);
    return { held, reported };
  }

  byIds(messageIds: readonly string[]): Promise<QueueRow[]> {
    return this.reads.query<QueueRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE m.id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [messageIds],
    );
  }

  /** Of the sites that were asked for, in discussions that were not deleted. */
  private get mine(): string {
    return `q.site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine)
      AND q.thread_id NOT IN (SELECT id FROM threads WHERE deleted_at IS NOT NULL)`;
  }
}
