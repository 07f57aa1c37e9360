import { Injectable } from '@nestjs/common';
import { eachOf } from '../../../database/sql.js';
import type { Tx } from '../../../database/transactions.js';
import { MailCode } from './mail-code.entity.js';

/** Codes that one address may be tried with before it needs another. */
const TRIES = 5;

type Tried = Pick<MailCode, 'id' | 'codeHash' | 'name' | 'memberId'>;
const COLUMNS = 'id, code_hash AS "codeHash", name, member_id AS "memberId"';

@Injectable()
export class MailCodesRepository {
  async insert(tx: Tx, code: Omit<MailCode, 'tries' | 'sentAt' | 'usedAt'>): Promise<void> {
    await tx.manager.insert(MailCode, { ...code, tries: 0, sentAt: null, usedAt: null });
  }

  /**
   * The codes that are good for one of these addresses and were asked for by this browser, each tried once more by it.
   * @param browser `hash` of what was answered to it, or where it does not say so, who `asker` is
   */
  tried(
    tx: Tx,
    subjects: readonly string[],
    browser: { readonly hash: string | null; readonly asker: string },
  ): Promise<Tried[]> {
    return tx.query<Tried>(
      `UPDATE mail_codes SET tries = tries + 1
        WHERE subject IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)
          AND used_at IS NULL AND expires_at > $2 AND tries < ${TRIES}
          AND ${browser.hash === null ? 'asker = $3' : 'browser_hash = $3'} RETURNING ${COLUMNS}`,
      [subjects, tx.now, browser.hash ?? browser.asker],
    );
  }

  /** False where it was used meanwhile. */
  async use(tx: Tx, id: string): Promise<boolean> {
    const used = await tx.query('UPDATE mail_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL RETURNING id', [
      id,
      tx.now,
    ]);
    return used.length > 0;
  }

  /** False where it was sent, or somebody is about to, or it came too late: a mail is sent once at most. */
  async beginSending(tx: Tx, id: string): Promise<boolean> {
    const begun = await tx.query(
      'UPDATE mail_codes SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL AND expires_at > $2 RETURNING id',
      [id, tx.now],
    );
    return begun.length > 0;
  }

  async notSent(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE mail_codes SET sent_at = NULL WHERE id = $1', [id]);
  }

  /** Forgets some that have expired; answers how many. */
  async forgetExpired(tx: Tx, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM mail_codes WHERE id IN (SELECT id FROM mail_codes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        RETURNING id`,
      [tx.now, most],
    );
    return gone.length;
  }

  /** Forgets those that a guest asked for, or that were sent to where a member signs in: before its credentials are forgotten. */
  async forgetOf(tx: Tx, memberId: string): Promise<void> {
    await tx.query(
      'DELETE FROM mail_codes WHERE member_id = $1 OR subject IN (SELECT subject FROM credentials WHERE member_id = $1)',
      [memberId],
    );
  }
}
