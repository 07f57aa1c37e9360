import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PrimaryReads } from '../database/primary-reads.js';
import type { Queries } from '../database/sql.js';
import { ForumError } from '../errors/forum-error.js';
import type { KnownSite } from '../sites/site-settings.js';
import { SitesService } from '../sites/sites.service.js';
import { AddressesRepository } from './addresses/addresses.repository.js';
import { canonicalUrl } from './addresses/canonical-url.js';
import { hashOfKey, hashOfUrl, mayBeUnopened, UNOPENED } from './addresses/thread-names.js';
import type { Thread } from './thread.entity.js';
import { threadView } from './thread.view.js';
import { ThreadsRepository } from './threads.repository.js';
import type { CountsAnswer, CountsQuery, ThreadCount, ThreadView } from './threads.schema.js';

/** A thread together with the site whose settings it follows. */
export type ThreadOnSite = { readonly thread: Thread; readonly site: KnownSite };

/** Each article's discussion, for whoever reads. How it comes to be: OpeningService. */
@Injectable()
export class ThreadsService {
  private readonly siteIds = new LRUCache<string, string>({ max: 30_000 });

  constructor(
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly sites: SitesService,
    private readonly reads: PrimaryReads,
  ) {}

  /** @throws ForumError thread_not_found */
  async get(id: string): Promise<ThreadView> {
    const { thread, site } = await this.onSite(id);
    return threadView(thread, site);
  }

  /** The thread that goes by this id: where it was merged into another, that one. @throws ForumError thread_not_found */
  async onSite(id: string, on: Queries = this.reads): Promise<ThreadOnSite> {
    const thread = await this.threads.byId(id, on);
    if (!thread) throw new ForumError('thread_not_found');
    return { thread, site: await this.settledFor(thread) };
  }

  /**
   * The stream of this id and no other: of a thread that was merged or deleted too, so that whoever follows it learns what
   * became of it. Null where there is none.
   */
  async stream(id: string): Promise<ThreadOnSite | null> {
    const thread = await this.threads.row(id);
    return thread && { thread, site: await this.settledFor(thread) };
  }

  /** Where a stream begins for who follows it from now on; also of an article that may have no thread yet. @throws ForumError thread_not_found */
  async head(id: string): Promise<Pick<ThreadView, 'site' | 'position' | 'epoch' | 'state'>> {
    const thread = await this.threads.row(id);
    if (!thread && mayBeUnopened(id)) return { site: '', position: 0, epoch: UNOPENED, state: 'closed' };
    if (!thread || thread.deletedAt !== null) throw new ForumError('thread_not_found');
    return { site: thread.siteId, position: thread.position, epoch: thread.epoch, state: thread.state };
  }

  /** The site whose settings a thread follows; which one it is never changes. @throws ForumError thread_not_found */
  async siteOf(id: string): Promise<KnownSite> {
    const siteId = this.siteIds.get(id) ?? (await this.threads.row(id))?.siteId;
    if (siteId === undefined) throw new ForumError('thread_not_found');
    this.siteIds.set(id, siteId);
    return this.sites.site(siteId);
  }

  /** The same, with the settings that hold in the thread. @throws ForumError thread_not_found */
  async settledSiteOf(id: string): Promise<KnownSite> {
    const site = await this.siteOf(id);
    return this.sites.forThread(site.id, { id, url: async () => (await this.threads.row(id))?.url ?? '' });
  }

  /** The threads of these sites that have this id, key or address, whichever it is; also one where the article was once. */
  async named(siteIds: readonly string[], name: string): Promise<Thread[]> {
    const url = canonicalOrNot(name);
    const found = new Map<string, Thread>();
    for (const siteId of siteIds) {
      const { addresses } = (await this.sites.site(siteId)).settings;
      const hash = url === null ? hashOfKey(name) : hashOfUrl(url, addresses);
      const id = await this.addresses.find(this.reads, siteId, hash);
      const thread = id === null ? null : await this.threads.byId(id);
      if (thread) found.set(thread.id, thread);
    }
    const byId = await this.threads.byId(name.toLowerCase());
    if (byId && siteIds.includes(byId.siteId)) found.set(byId.id, byId);
    return [...found.values()];
  }

  /** How far each of these threads has come. */
  headsOf(ids: readonly string[]): Promise<Pick<Thread, 'id' | 'position' | 'epoch' | 'messageCount'>[]> {
    return this.threads.headsOf(ids);
  }

  /** How many messages each of these threads has; one that nobody has written in yet has none, and what is no thread is left out. */
  async countsOf(ids: readonly string[]): Promise<ThreadCount[]> {
    const counts = new Map((await this.threads.countsOf(ids)).map((count) => [count.thread, count]));
    const none = { position: 0, epoch: UNOPENED, messageCount: 0 };
    return ids.flatMap((thread) => counts.get(thread) ?? (mayBeUnopened(thread) ? { thread, ...none } : []));
  }

  /**
   * Published messages of each article, by any address it ever had and by key; 0 where nobody has written. Answers under the
   * words as they were asked; what is no http(s) address is left out.
   * @throws ForumError site_not_found
   */
  async counts({ site: siteId, url: urls, key: keys }: CountsQuery): Promise<CountsAnswer> {
    const { settings } = await this.sites.site(siteId);
    const byUrl = urls.flatMap((url) => {
      const canonical = canonicalOrNot(url);
      return canonical === null ? [] : [[url, hashOfUrl(canonical, settings.addresses)] as const];
    });
    const byKey = keys.map((key) => [key, hashOfKey(key)] as const);
    const counts = await this.addresses.counts(siteId, [...new Set([...byUrl, ...byKey].map(([, hash]) => hash))]);
    const counted = (asked: readonly (readonly [string, string])[]) =>
      Object.fromEntries(asked.map(([name, hash]) => [name, counts.get(hash) ?? 0]));
    return { counts: counted(byUrl), keys: counted(byKey) };
  }

  private settledFor({ id, url, siteId }: Thread): Promise<KnownSite> {
    return this.sites.forThread(siteId, { id, url: () => Promise.resolve(url) });
  }
}

function canonicalOrNot(url: string): string | null {
  try {
    return canonicalUrl(url);
  } catch (error) {
    if (error instanceof ForumError) return null;
    throw error;
  }
}
