import { Injectable } from '@nestjs/common';
import type { Identity } from '../auth/actor.js';
import { sha256 } from '../database/ids.js';
import { Reads } from '../database/reads.js';
import { eachOf } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { AuditEntry } from './audit-entry.entity.js';

/** What was done, to be written down. */
export type Deed = {
  readonly siteId: string;
  readonly actor: Identity;
  /** `message.approve`, `thread.close`, `member.ban`, … */
  readonly action: string;
  readonly subject: { readonly kind: 'message' | 'thread' | 'member'; readonly id: string };
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
};

export type Verdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly entries: number; readonly brokenAt: number };

const COLUMNS = `seq, at, site_id AS "siteId", actor_id AS "actorId", actor_name AS "actorName", action, subject_kind AS "subjectKind",
  subject_id AS "subjectId", before, after, reason, hash`;
const FIRST = '0'.repeat(64);
const CHUNK = 1_000;

/** Who did what, when and why. Each entry's hash covers the one before it: a changed, missing or inserted line breaks the chain. */
@Injectable()
export class AuditLog {
  constructor(private readonly reads: Reads) {}

  /** In the deed's own transaction. Answers the number of the entry. */
  async write(tx: Tx, { siteId, actor, action, subject, before, after, reason }: Deed): Promise<number> {
    // The chain has one end: who writes next waits for it. SQLite has but one writer anyway.
    if (tx.dialect === 'postgres') await tx.query(`SELECT pg_advisory_xact_lock(hashtext('audit_log'))`);
    const [last] = await tx.query<{ seq: number; hash: string }>(
      'SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1',
    );
    const entry: Omit<AuditEntry, 'hash'> = {
      seq: (last?.seq ?? 0) + 1,
      at: tx.now,
      siteId,
      actorId: actor.id,
      actorName: actor.name,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      reason,
    };
    await tx.manager.insert(AuditEntry, { ...entry, hash: hashOf(last?.hash ?? FIRST, entry) });
    return entry.seq;
  }

  /** Newest first, of these sites and of what holds for all. */
  list(siteIds: readonly string[], before: number | null, limit: number): Promise<AuditEntry[]> {
    return this.reads.query<AuditEntry>(
      `SELECT ${COLUMNS} FROM audit_log WHERE (site_id = '*' OR site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS mine))
         AND seq < $2 ORDER BY seq DESC LIMIT $3`,
      [siteIds, before ?? Number.MAX_SAFE_INTEGER, limit],
    );
  }

  /** Walks the whole chain. `head` is worth keeping elsewhere: it also shows lines cut off at the end. */
  async verify(): Promise<Verdict> {
    let hash = FIRST;
    let seq = 0;
    for (;;) {
      const entries = await this.reads.query<AuditEntry>(
        `SELECT ${COLUMNS} FROM audit_log WHERE seq > $1 ORDER BY seq LIMIT $2`,
        [seq, CHUNK],
      );
      for (const { hash: told, ...entry } of entries) {
        hash = hashOf(hash, entry);
        if (entry.seq !== seq + 1 || hash !== told) return { ok: false, entries: seq, brokenAt: entry.seq };
        seq = entry.seq;
      }
      if (entries.length < CHUNK) return { ok: true, entries: seq, head: hash };
    }
  }
}

function hashOf(before: string, e: Omit<AuditEntry, 'hash'>): string {
  const fields = [
    e.seq,
    e.at,
    e.siteId,
    e.actorId,
    e.actorName,
    e.action,
    e.subjectKind,
    e.subjectId,
    e.before,
    e.after,
    e.reason,
  ];
  return sha256(JSON.stringify([before, ...fields]));
}
