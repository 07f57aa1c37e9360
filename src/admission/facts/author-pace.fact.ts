import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { eachOf } from '../../database/sql.js';
import { WAITED, type Tx } from '../../database/transactions.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** ms: what is longer ago is nobody's pace. */
const LATELY = 60_000;

/**
 * When the author wrote its POSTS_PER_MINUTE-th last message, in ms; null where it has not written so many in the last minute, or
 * limits are off. What a clock that was put back since says is yet to come does not count: nobody waits for that.
 */
@Injectable()
export class AuthorPaceFact implements Fact<number | null> {
  readonly name = 'author_pace';
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<number | null>> {
    const { RATE_LIMITS, POSTS_PER_MINUTE: nth } = this.config;
    const authors = drafts.flatMap(({ kind, author }) => (kind === 'post' && !author.isStaff ? [author.id] : []));
    if (!RATE_LIMITS || authors.length === 0) return { of: () => null };
    const times = await this.timesOf(tx, authors);
    return {
      of: ({ author }) => times.get(author.id)?.at(-nth) ?? null,
      admitted: ({ author: { id }, now }) => times.set(id, [...(times.get(id) ?? []), now]),
    };
  }

  /** When each author wrote in the last minute, oldest first. */
  private async timesOf(tx: Tx, authors: readonly string[]): Promise<Map<string, number[]>> {
    const rows = await tx.query<{ id: string; at: number }>(
      `SELECT author_id AS id, created_at AS at FROM messages
        WHERE author_id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS asked) AND created_at > $2 AND created_at <= $3
        ORDER BY created_at`,
      [[...new Set(authors)], tx.now - LATELY, tx.now + WAITED],
    );
    const times = new Map<string, number[]>();
    for (const { id, at } of rows) times.set(id, [...(times.get(id) ?? []), at]);
    return times;
  }
}
