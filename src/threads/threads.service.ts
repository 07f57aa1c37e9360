import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { writerOf, type Actor } from '../auth/actor.js';
import { Writes, Written, type Once } from '../database/idempotency.js';
import { newId } from '../database/ids.js';
import { Reads } from '../database/reads.js';
import type { Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { settleMarks } from '../text/marks.js';
import type { KnownSite } from '../sites/site-settings.js';
import { SitesService } from '../sites/sites.service.js';
import { canonicalUrl } from './canonical-url.js';
import type { Thread } from './thread.entity.js';
import { threadView } from './thread.view.js';
import { ThreadsRepository } from './threads.repository.js';
import type { CountsAnswer, CountsQuery, PutThread, ThreadView } from './threads.schema.js';

/** A thread together with the site whose settings it follows. */
export type ThreadOnSite = { readonly thread: Thread; readonly site: KnownSite };

/** Each article's discussion. */
@Injectable()
export class ThreadsService {
  private readonly siteIds = new LRUCache<string, string>({ max: 30_000 });

  constructor(
    private readonly threads: ThreadsRepository,
    private readonly sites: SitesService,
    private readonly reads: Reads,
    private readonly writes: Writes,
  ) {}

  /**
   * The article's thread, made where there is none. However many ask at once, one article has one thread.
   * @throws ForumError site_not_found, invalid_request, host_not_allowed, idempotency_mismatch
   */
  async put(
    actor: Actor,
    once: Once | null,
    { site: siteId, url: raw, key, title }: PutThread,
  ): Promise<Written<ThreadView>> {
    const site = await this.sites.site(siteId);
    const url = canonicalUrl(raw);
    if (!this.sites.allowsHost(site, new URL(url).hostname)) throw new ForumError('host_not_allowed');
    // What every visit to an article asks for writes nothing.
    const seen = once ? null : await this.find(this.reads, siteId, url, key);
    if (seen && !this.tellsMore(seen, key, title)) return new Written('done', threadView(seen, site));
    return this.writes.run(writerOf(actor), once, async (tx) => {
      await this.threads.lockArticle(tx, siteId, url);
      const known = await this.find(tx, siteId, url, key);
      if (known) return new Written('done', threadView(await this.complete(tx, known, key, title), site));
      const thread = newThread(tx, { siteId, url, key: key ?? null, title: cleanTitle(title) });
      await this.threads.insert(tx, thread);
      return new Written('created', threadView(thread, site));
    });
  }

  /** @throws ForumError thread_not_found */
  async get(id: string): Promise<ThreadView> {
    const { thread, site } = await this.onSite(id);
    return threadView(thread, site);
  }

  /** @throws ForumError thread_not_found */
  async onSite(id: string, on: Queries = this.reads): Promise<ThreadOnSite> {
    const thread = await this.threads.byId(id, on);
    if (!thread) throw new ForumError('thread_not_found');
    return { thread, site: await this.sites.site(thread.siteId) };
  }

  /** The site whose settings a thread follows; which one it is never changes. @throws ForumError thread_not_found */
  async siteOf(id: string): Promise<KnownSite> {
    const siteId = this.siteIds.get(id) ?? (await this.threads.byId(id))?.siteId;
    if (siteId === undefined) throw new ForumError('thread_not_found');
    this.siteIds.set(id, siteId);
    return this.sites.site(siteId);
  }

  /** How far each of these threads has come. */
  standing(ids: readonly string[]): Promise<Pick<Thread, 'id' | 'position' | 'epoch' | 'messageCount'>[]> {
    return this.threads.standing(ids);
  }

  /**
   * Published messages of each article, 0 where nobody has opened one. Answers under the URLs as they were asked.
   * @throws ForumError site_not_found, invalid_request
   */
  async counts({ site: siteId, url: asked }: CountsQuery): Promise<CountsAnswer> {
    await this.sites.site(siteId);
    const canonical = asked.map((url) => [url, canonicalUrl(url)] as const);
    const counts = await this.threads.countsOf(siteId, [...new Set(canonical.map(([, url]) => url))]);
    return { counts: Object.fromEntries(canonical.map(([url, own]) => [url, counts.get(own) ?? 0])) };
  }

  private async find(on: Queries, siteId: string, url: string, key: string | undefined): Promise<Thread | null> {
    if (key === undefined) return this.threads.byUrl(on, siteId, url);
    const keyed = await this.threads.byKey(on, siteId, key);
    if (keyed) return keyed;
    // A thread opened before the publisher gave keys belongs to the same article.
    const bare = await this.threads.byUrl(on, siteId, url);
    return bare?.key === null ? bare : null;
  }

  private tellsMore(thread: Thread, key: string | undefined, title: string | undefined): boolean {
    return (key !== undefined && thread.key === null) || (thread.title === '' && cleanTitle(title) !== '');
  }

  /** Keeps what a later tag tells for the first time: a key, a title. */
  private async complete(tx: Tx, thread: Thread, key: string | undefined, title: string | undefined): Promise<Thread> {
    const known = { ...thread };
    if (key !== undefined && thread.key === null) {
      await this.threads.setKey(tx, thread.id, key);
      known.key = key;
    }
    if (thread.title === '' && cleanTitle(title) !== '') {
      known.title = cleanTitle(title);
      await this.threads.setTitle(tx, thread.id, known.title);
    }
    return known;
  }
}

function newThread(tx: Tx, of: Pick<Thread, 'siteId' | 'url' | 'key' | 'title'>): Thread {
  return {
    ...of,
    id: newId(tx.now),
    state: 'open',
    closedBy: null,
    closedReason: null,
    closedAt: null,
    messageCount: 0,
    position: 0,
    epoch: newId(tx.now),
    createdAt: tx.now,
  };
}

/** One line without control or direction-changing characters. */
const cleanTitle = (title = ''): string =>
  settleMarks(title.toWellFormed())
    .replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim();
