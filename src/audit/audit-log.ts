import { t } from '../i18n/format.js';
import { Injectable } from '@nestjs/common';
import { sha256 } from '../database/ids.js';
import type { Tx } from '../database/transactions.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { AuditLogRepository } from './audit-log.repository.js';

/** Who did it: a member of staff, or COMMAND_LINE. */
export type AuditActor = { readonly id: string; readonly name: string };

/** Whoever sits at the server's own command line: nobody asks who that is. */
export const COMMAND_LINE: AuditActor = { id: 'command-line', name: 'command line' };

/** What was done, to be written down. */
export type AuditEntryInput = {
  /** `*`: on every site. */
  readonly siteId: string;
  readonly actor: AuditActor;
  /** `message.approve`, `thread.close`, `member.ban`, `staff.add`, `site.change`, `jobs.retry`, … */
  readonly action: string;
  readonly subject: { readonly kind: 'message' | 'thread' | 'member' | 'site' | 'forum'; readonly id: string };
  /** JSON: only what the action changed. No secrets. */
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
};

export type Verdict =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly entries: number; readonly brokenAt: number };

/** "The log is whole: 2 entries, head …", or where it breaks. */
export function verdictText(verdict: Verdict): string {
  const { ok, entries } = verdict;
  if (!ok) return t('command.log.broken', { at: String(verdict.brokenAt), n: String(entries) });
  return t('command.log.whole', { n: entries, head: verdict.head });
}

const FIRST = '0'.repeat(64);
const CHUNK = 1_000;

/** Who did what, when and why. Each entry's hash covers the one before it: a changed, missing or inserted line breaks the chain. */
@Injectable()
export class AuditLog {
  constructor(private readonly entries: AuditLogRepository) {}

  /** In the transaction of what was done. Answers the number of the entry. */
  async append(tx: Tx, { siteId, actor, action, subject, before, after, reason }: AuditEntryInput): Promise<number> {
    const last = await this.entries.last(tx);
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
    await this.entries.insert(tx, { ...entry, hash: hashOf(last?.hash ?? FIRST, entry) });
    return entry.seq;
  }

  /** Newest first, of these sites and of what holds for all. */
  list(siteIds: readonly string[], before: number | null, limit: number): Promise<AuditEntry[]> {
    return this.entries.before(before ?? Number.MAX_SAFE_INTEGER, siteIds, limit);
  }

  /** Whether one of these things was done to what an entry is about since then. Under the lock of whatever is done. */
  hasLater(tx: Tx, entry: AuditEntry, actions: readonly string[]): Promise<boolean> {
    return this.entries.hasLater(tx, entry, actions);
  }

  /** All that somebody did, oldest first. There is no index by who it was: the log is walked, some lines at a time. */
  async *by(actorId: string): AsyncGenerator<readonly AuditEntry[]> {
    for (let seq = 0; (await this.entries.after(seq, 1)).length > 0; seq += CHUNK)
      yield await this.entries.by(actorId, seq, seq + CHUNK);
  }

  /** Walks the whole chain. `head` is worth keeping elsewhere: it also shows lines cut off at the end. */
  verify(): Promise<Verdict> {
    return walk((seq, limit) => this.entries.after(seq, limit));
  }
}

/** The same for whoever reads the log in another way. */
export async function walk(after: (seq: number, limit: number) => Promise<AuditEntry[]>): Promise<Verdict> {
  let hash = FIRST;
  let seq = 0;
  for (;;) {
    const entries = await after(seq, CHUNK);
    for (const { hash: stored, ...entry } of entries) {
      hash = hashOf(hash, entry);
      if (entry.seq !== seq + 1 || hash !== stored) return { ok: false, entries: seq, brokenAt: entry.seq };
      seq = entry.seq;
    }
    if (entries.length < CHUNK) return { ok: true, entries: seq, head: hash };
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
