import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import { eachOf, type Queries } from '../database/sql.js';
import { WAITED, type Tx } from '../database/transactions.js';
import type { Message } from './message.entity.js';
import { MESSAGE_COLUMNS, type MessageRow } from './message.row.js';
import type { Scores } from './votes/scores.js';

const FROM = 'FROM messages m JOIN members a ON a.id = m.author_id';

/** Messages of an author that a repetition is looked for in. */
const LOOKED_AT = 20;

/** What is asked about, and where it is about to be said. */
type Lately = {
  readonly since: number;
  readonly now: number;
  readonly nth: number;
  readonly words: string;
  readonly threadId: string;
  /** '' at the root. */
  readonly parentId: string;
};

export type Before = { readonly nthLast: number | null; readonly saidTheSame: boolean };

/** Single messages: questions about them and changes to them. Lists of them are in pages.repository.ts. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly reads: Reads) {}

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

  /**
   * What an author wrote before: when the `nth` last message was, and whether one of the last LOOKED_AT says `words` in the same place.
   * @param since, now ms since 1970. What is older does not count, and neither does what a clock that was put back since says
   * is yet to come: nobody waits for that.
   */
  async before(on: Queries, authorId: string, { since, now, nth, words, threadId, parentId }: Lately): Promise<Before> {
    const mine = 'FROM messages WHERE author_id = $1 AND created_at > $2 AND created_at <= $5 ORDER BY created_at DESC';
    const [before] = await on.query<{ nthLast: number | null; said: boolean | 0 | 1 }>(
      `SELECT (SELECT created_at ${mine} LIMIT 1 OFFSET $3) AS "nthLast",
        EXISTS (SELECT 1 FROM (SELECT words, thread_id, parent_id ${mine} LIMIT ${LOOKED_AT}) AS lately
          WHERE words = $4 AND thread_id = $6 AND parent_id = $7) AS said`,
      [authorId, since, nth - 1, words, now + WAITED, threadId, parentId],
    );
    return { nthLast: before?.nthLast ?? null, saidTheSame: Boolean(before?.said) };
  }

  /**
   * How many messages of a member were ever published, and whether somebody else has proven that a name with one of these
   * skeletons is theirs. Whatever else the member posts meanwhile, in whatever thread, waits for the end of this unit: else the
   * rules would judge each of them as if it were the only one.
   */
  async lockAuthor(
    tx: Tx,
    memberId: string,
    skeletons: readonly string[],
  ): Promise<{ readonly published: number; readonly nameIsTaken: boolean }> {
    const forUpdate = tx.dialect === 'postgres' ? ' FOR NO KEY UPDATE OF m' : '';
    const [author] = await tx.query<{ count: number; taken: boolean | 0 | 1 }>(
      `SELECT m.published_count AS count, EXISTS (SELECT 1 FROM members p WHERE p.name_skeleton IN
          (SELECT value FROM ${eachOf(tx.dialect, '$2')} AS wanted) AND p.kind IN ('staff', 'verified') AND p.id <> m.id) AS taken
         FROM members m WHERE m.id = $1${forUpdate}`,
      [memberId, skeletons],
    );
    return { published: author?.count ?? 0, nameIsTaken: Boolean(author?.taken) };
  }

  async insert(tx: Tx, message: MessageRow): Promise<void> {
    await tx.query(
      `INSERT INTO messages (id, site_id, thread_id, parent_id, depth, position, revision, decided_revision, author_id, text, words, html, state,
         visible, reply_count, up, down, best, hot, controversial, open_reports, reasons, created_at, edited_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
      [
        message.id,
        message.siteId,
        message.threadId,
        message.parentId,
        message.depth,
        message.position,
        message.revision,
        message.decidedRevision,
        message.authorId,
        message.text,
        message.words,
        message.html,
        message.state,
        message.visible,
        message.replyCount,
        message.up,
        message.down,
        message.best,
        message.hot,
        message.controversial,
        message.openReports,
        message.reasons,
        message.createdAt,
        message.editedAt,
      ],
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
