import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import { eachOf, type Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { AuditEntry } from './audit-entry.entity.js';

const COLUMNS = `seq, at, site_id AS "siteId", actor_id AS "actorId", actor_name AS "actorName", action, subject_kind AS "subjectKind",
  subject_id AS "subjectId", before, after, reason, hash`;

/** The lines of the log, which are written and read, never changed. */
@Injectable()
export class AuditLogRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** The end of the chain. There is but one: who writes next waits for it. SQLite has but one writer anyway. */
  async last(tx: Tx): Promise<Pick<AuditEntry, 'seq' | 'hash'> | null> {
    if (tx.dialect === 'postgres') await tx.query(`SELECT pg_advisory_xact_lock(hashtext('audit_log'))`);
    const [last] = await tx.query<Pick<AuditEntry, 'seq' | 'hash'>>(
      'SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1',
    );
    return last ?? null;
  }

  async insert(tx: Tx, entry: AuditEntry): Promise<void> {
    await tx.manager.insert(AuditEntry, entry);
  }

  /** Before one line, newest first, of these sites and of what holds for all. */
  before(seq: number, siteIds: readonly string[], limit: number): Promise<AuditEntry[]> {
    return this.reads.query<AuditEntry>(
      `SELECT ${COLUMNS} FROM audit_log WHERE (site_id = '*' OR site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine))
         AND seq < $2 ORDER BY seq DESC LIMIT $3`,
      [siteIds, seq, limit],
    );
  }

  /** Whether one of these things was done to a subject after one line of its site's. */
  async hasLater(
    tx: Tx,
    { seq, siteId, subjectKind, subjectId }: Pick<AuditEntry, 'seq' | 'siteId' | 'subjectKind' | 'subjectId'>,
    actions: readonly string[],
  ): Promise<boolean> {
    const later = await tx.query(
      `SELECT seq FROM audit_log WHERE site_id = $1 AND seq > $2 AND subject_kind = $3 AND subject_id = $4
         AND action IN (SELECT value FROM ${eachOf(tx.dialect, '$5')} AS these) LIMIT 1`,
      [siteId, seq, subjectKind, subjectId, actions],
    );
    return later.length > 0;
  }

  /** What somebody did, of the lines of (after, until], oldest first. */
  by(actorId: string, after: number, until: number): Promise<AuditEntry[]> {
    return this.reads.query<AuditEntry>(
      `SELECT ${COLUMNS} FROM audit_log WHERE seq > $2 AND seq <= $3 AND actor_id = $1 ORDER BY seq`,
      [actorId, after, until],
    );
  }

  /** After one line, oldest first, of every site. */
  after(seq: number, limit: number): Promise<AuditEntry[]> {
    return entriesAfter(this.reads, seq, limit);
  }
}

export const entriesAfter = (on: Queries, seq: number, limit: number): Promise<AuditEntry[]> =>
  on.query<AuditEntry>(`SELECT ${COLUMNS} FROM audit_log WHERE seq > $1 ORDER BY seq LIMIT $2`, [seq, limit]);
