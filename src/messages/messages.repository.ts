import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import { insertAll, rowsOf } from '../database/rows.js';
import { eachOf, type Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { Message } from './message.entity.js';
import { MESSAGE_COLUMNS, type MessageRow } from './message.row.js';
import type { VoteTotals } from './messages.schema.js';
import type { Scores } from './scores.js';

const FROM = 'FROM messages m JOIN members a ON a.id = m.author_id';

/** How many of a thread's messages `votesIn` looks at: of those that are liked best, and of the latest. */
const TOP = 100;
const LATEST = 200;

/** What a reply hangs on. */
export type Parent = Pick<MessageRow, 'id' | 'threadId' | 'state' | 'depth'>;

/** Single messages: questions about them and changes to them. Lists of them are in pages.repository.ts. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly reads: PrimaryReads) {}

  byId(id: string, on: Queries = this.reads): Promise<MessageRow | null> {
    return one(on, `SELECT ${MESSAGE_COLUMNS} ${FROM} WHERE m.id = $1`, [id]);
  }

  /** The row, held until the end of the unit where the database has row locks. */
  lock(tx: Tx, id: string): Promise<MessageRow | null> {
    const forUpdate = tx.dialect === 'postgres' ? ' FOR UPDATE OF m' : '';
    return one(tx, `SELECT ${MESSAGE_COLUMNS} ${FROM} WHERE m.id = $1${forUpdate}`, [id]);
  }

  async byIds(ids: readonly string[], on: Queries = this.reads): Promise<Map<string, MessageRow>> {
    if (ids.length === 0) return new Map();
    const rows = await on.query<MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM ${eachOf(on.dialect, '$1')} AS wanted JOIN messages m ON m.id = wanted.value
         JOIN members a ON a.id = m.author_id`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** How often each of these was voted up and down. */
  async votesOf(ids: readonly string[]): Promise<Map<string, VoteTotals>> {
    const rows = await this.reads.query<VoteTotals & { id: string }>(
      `SELECT m.id, m.up, m.down FROM ${eachOf(this.reads.dialect, '$1')} AS wanted JOIN messages m ON m.id = wanted.value`,
      [ids],
    );
    return new Map(rows.map(({ id, up, down }) => [id, { up, down }]));
  }

  /** The same of those that a thread's page shows first, and of the latest ones: no more than that is read, however long it is. */
  async votesIn(threadId: string): Promise<Map<string, VoteTotals>> {
    const rows = await this.reads.query<VoteTotals & { id: string }>(
      `SELECT id, up, down FROM (SELECT id, up, down FROM messages WHERE thread_id = $1 AND parent_id = '' AND visible = TRUE AND state = 'published'
           ORDER BY best DESC, position DESC LIMIT ${TOP}) AS top
       UNION SELECT id, up, down FROM (SELECT id, up, down FROM messages WHERE thread_id = $1 AND position IS NOT NULL AND state = 'published'
           ORDER BY position DESC LIMIT ${LATEST}) AS latest`,
      [threadId],
    );
    return new Map(rows.map(({ id, up, down }) => [id, { up, down }]));
  }

  /** Bytes of each message's HTML. */
  async bytesOf(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const rows = await this.reads.query<{ id: string; bytes: number }>(
      `SELECT m.id, octet_length(m.html) AS bytes FROM ${eachOf(this.reads.dialect, '$1')} AS wanted
         JOIN messages m ON m.id = wanted.value`,
      [ids],
    );
    return new Map(rows.map(({ id, bytes }) => [id, bytes]));
  }

  /** What a reply needs to know of what it replies to, of several at once, locked in the order of their ids. */
  async lockParents(tx: Tx, ids: readonly string[]): Promise<Map<string, Parent>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<Parent>(
      `SELECT id, thread_id AS "threadId", state, depth FROM messages
        WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted) ORDER BY id${tx.dialect === 'postgres' ? ' FOR UPDATE' : ''}`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async insert(tx: Tx, rows: readonly MessageRow[]): Promise<void> {
    await insertAll(tx, Message, rows);
  }

  /** Visible replies more to messages that are on the page, by their ids. */
  async countReplies(tx: Tx, replies: ReadonlyMap<string, number>): Promise<void> {
    if (replies.size === 0) return;
    await tx.query(
      `UPDATE messages SET reply_count = reply_count + each.replies
         FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', replies: 'integer' })} AS each WHERE messages.id = each.id`,
      [JSON.stringify([...replies].map(([id, replies]) => ({ id, replies })))],
    );
  }

  async rewrite(tx: Tx, id: string, change: Pick<Message, 'text' | 'words' | 'html' | 'reasons'>): Promise<void> {
    await tx.query(
      'UPDATE messages SET text = $2, words = $3, html = $4, reasons = $5, edited_at = $6, revision = revision + 1 WHERE id = $1',
      [id, change.text, change.words, change.html, change.reasons, tx.now],
    );
  }

  async setState(tx: Tx, id: string, state: Message['state']): Promise<void> {
    await tx.query('UPDATE messages SET state = $2 WHERE id = $1', [id, state]);
  }

  /** A moderator has decided: a revision of its own, and every open report is answered. */
  async markDecided(tx: Tx, id: string, decision: Message['decision']): Promise<void> {
    await tx.query(
      'UPDATE messages SET revision = revision + 1, decided_revision = revision + 1, decision = $2, open_reports = 0 WHERE id = $1',
      [id, decision],
    );
  }

  async setReasons(tx: Tx, id: string, reasons: string): Promise<void> {
    await tx.query('UPDATE messages SET reasons = $2 WHERE id = $1', [id, reasons]);
  }

  async setVisible(tx: Tx, id: string, visible: boolean): Promise<void> {
    await tx.query('UPDATE messages SET visible = $2 WHERE id = $1', [id, visible]);
  }

  /** Publishes it in its place. */
  async show(tx: Tx, id: string, position: number): Promise<void> {
    await tx.query("UPDATE messages SET state = 'published', visible = TRUE, position = $2 WHERE id = $1", [
      id,
      position,
    ]);
  }

  async addOpenReports(tx: Tx, id: string, by: number): Promise<void> {
    await tx.query('UPDATE messages SET open_reports = open_reports + $2 WHERE id = $1', [id, by]);
  }

  async addVotes(tx: Tx, id: string, up: number, down: number, scores: Scores): Promise<void> {
    await tx.query(
      'UPDATE messages SET up = up + $2, down = down + $3, best = $4, hot = $5, controversial = $6 WHERE id = $1',
      [id, up, down, scores.best, scores.hot, scores.controversial],
    );
  }
}

async function one(on: Queries, sql: string, values: readonly string[]): Promise<MessageRow | null> {
  const [row] = await on.query<MessageRow>(sql, values);
  return row ?? null;
}
