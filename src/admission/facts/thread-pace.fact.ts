import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import type { Tx } from '../../database/transactions.js';
import { ThreadLogRepository } from '../../events/thread-log.repository.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/**
 * When the POSTS_PER_THREAD_PER_MINUTE-th last post of the thread was, in ms; null where there have not been so many lately, or
 * limits are off. Posts of the same batch count for those behind them.
 */
@Injectable()
export class ThreadPaceFact implements Fact<number | null> {
  readonly name = 'thread_pace';
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: ThreadLogRepository,
  ) {}

  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<number | null>> {
    const { RATE_LIMITS, POSTS_PER_THREAD_PER_MINUTE: nth } = this.config;
    const posts = drafts.filter(({ kind }) => kind === 'post').map(({ thread }) => thread);
    if (!RATE_LIMITS || posts.length === 0) return { of: () => null };
    const counts = new Map<string, number>();
    for (const { id } of posts) counts.set(id, (counts.get(id) ?? 0) + 1);
    const threads = new Map(posts.map((thread) => [thread.id, { ...thread, posts: counts.get(thread.id) ?? 0 }]));
    // Of each thread, from the nth last on, as many as will be posted: each post makes the next of them the nth last.
    const times = await this.log.timesOfPosts(tx, [...threads.values()], nth);
    const published = new Map<string, number>();
    return {
      of: ({ thread, now }) => {
        const before = published.get(thread.id) ?? 0;
        return before >= nth ? now : (times.get(thread.id)?.[before] ?? null);
      },
      admitted: ({ thread: { id } }, isPublished) => {
        if (isPublished) published.set(id, (published.get(id) ?? 0) + 1);
      },
    };
  }
}
