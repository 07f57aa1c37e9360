import { Inject, Injectable } from '@nestjs/common';
import { may } from '../auth/policy/may.js';
import { readerActor, writerOf, type Actor } from '../auth/actor.js';
import { Limits } from '../auth/limits/limits.js';
import { Clock } from '../config/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../database/writes/idempotency.js';
import { newId } from '../database/ids.js';
import { PrimaryReads } from '../database/primary-reads.js';
import type { Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import type { KnownSite } from '../sites/site-settings.js';
import { SitesService } from '../sites/sites.service.js';
import { AddressesRepository } from './addresses/addresses.repository.js';
import { canonicalUrl } from './addresses/canonical-url.js';
import { cleanTitle, hashOfKey, hashOfUrl, unopenedId } from './addresses/thread-names.js';
import { LOOK_AT_PAGE } from './looks/page-look.job.js';
import { NamesService, type PublishersWord } from './names.service.js';
import { SignaturesService } from './signatures/signatures.service.js';
import type { Thread } from './thread.entity.js';
import { threadView, unopenedView } from './thread.view.js';
import { ThreadsRepository } from './threads.repository.js';
import type { PutThread, ThreadView } from './threads.schema.js';
import { ThreadsService } from './threads.service.js';

/** An article as somebody named it, and the publisher's word where it is that. */
export type Article = {
  readonly site: KnownSite;
  /** Canonical. */
  readonly url: string;
  readonly hash: string;
  readonly key: string | undefined;
  readonly word: PublishersWord | null;
};

/** Where a post goes: a thread that there is, or the article that the post opens. */
export type Destination = {
  readonly site: KnownSite;
  readonly threadId: string;
  readonly article: Article | null;
  /** There was no such thread a moment ago: the post would make it. */
  readonly opens: boolean;
};

/** What a tag shows. `article`: what the tag says, where the forum does not know that yet; an unsigned one says no title. */
export type Shown = { readonly thread: ThreadView; readonly site: KnownSite; readonly article: PutThread | undefined };

const HOUR = 3_600_000;

/**
 * How an article gets its thread. One article has one thread, however many ask at once; it becomes a row when somebody
 * first writes. What names it or binds a key or an address to it is the publisher's word and no reader's: see
 * docs/decisions/0015.
 */
@Injectable()
export class OpeningService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly threadsService: ThreadsService,
    private readonly names: NamesService,
    private readonly signatures: SignaturesService,
    private readonly sites: SitesService,
    private readonly limits: Limits,
    private readonly reads: PrimaryReads,
    private readonly writes: IdempotentWrites,
    private readonly clock: Clock,
  ) {}

  /**
   * The article's thread, made where there is none.
   * @throws ForumError site_not_found, invalid_request, host_not_allowed, signature_not_valid, too_fast, idempotency_mismatch
   */
  async put(actor: Actor, once: IdempotencyKey | null, asked: PutThread): Promise<WriteResult<ThreadView>> {
    const article = await this.article(actor, asked);
    if (asked.signature !== undefined && !article.word) throw new ForumError('signature_not_valid');
    const { site } = article;
    const seen = await this.find(this.reads, article);
    // What every visit to an article asks for writes nothing.
    if (seen && !once && !(await this.bringsNews(this.reads, seen, article)))
      return new WriteResult('done', threadView(seen, site));
    if (!seen) await this.takeLimits(actor, site);
    return this.writes.run(writerOf(actor), once, async (tx) => {
      const { thread, isNew } = await this.findOrOpen(tx, article);
      if (isNew) return new WriteResult('created', threadView(thread, site));
      const current = article.word ? await this.names.take(tx, site, thread, article.word) : thread;
      if (!article.word && (await this.bringsNews(tx, current, article))) await this.look(tx, current, article.url);
      return new WriteResult('done', threadView(current, site));
    });
  }

  /**
   * What a tag on the article's page shows; writes nothing.
   * @throws ForumError site_not_found, invalid_request, host_not_allowed
   */
  async shown(asked: PutThread): Promise<Shown> {
    const article = await this.article(NOBODY, asked);
    const { site, url, hash } = article;
    const thread = await this.find(this.reads, article);
    const said = article.word ? asked : { site: site.id, url, key: article.key };
    if (thread) {
      const bringsNews = await this.bringsNews(this.reads, thread, article);
      return { thread: threadView(thread, site), site, article: bringsNews ? said : undefined };
    }
    return { thread: unopenedView(unopenedId(site.id, hash), url, site, this.clock.now()), site, article: said };
  }

  /**
   * Where a post goes that names its thread, and its article where that may have no thread yet.
   * @throws ForumError thread_not_found, and what `put` throws
   */
  async destination(actor: Actor, threadId: string, asked: PutThread | undefined): Promise<Destination> {
    if (asked === undefined)
      return { site: await this.threadsService.settledSiteOf(threadId), threadId, article: null, opens: false };
    const article = await this.article(actor, asked);
    const row = await this.threads.row(threadId);
    if (!row && !(await this.find(this.reads, article))) await this.takeLimits(actor, article.site);
    const place = { id: threadId, url: () => Promise.resolve(row?.url ?? article.url) };
    return { site: await this.sites.forThread(article.site.id, place), threadId, article, opens: !row };
  }

  /** The threads of posts, locked, in the order of the posts; opened where there is none. Null: thread_not_found. */
  async arrive(tx: Tx, destinations: readonly Destination[]): Promise<(Thread | null)[]> {
    const there = await this.threads.lockAll(
      tx,
      destinations.map(({ threadId }) => threadId),
    );
    const looked = new Set<string>();
    const threads: (Thread | null)[] = [];
    for (const { site, threadId, article } of destinations) {
      const thread = there.get(threadId) ?? (article && (await this.findOrOpen(tx, article)).thread);
      // An article of another site says nothing of this thread.
      const found = thread?.siteId === site.id ? thread : null;
      threads.push(found);
      if (!found || looked.has(found.id) || !this.isUnseen(found, tx.now)) continue;
      looked.add(found.id);
      await this.look(tx, found, article?.url ?? found.url);
    }
    return threads;
  }

  /** What was asked for, understood, with the word that proves to be the publisher's. */
  private async article(actor: Actor, asked: PutThread): Promise<Article> {
    const site = await this.sites.site(asked.site);
    const rules = site.settings.addresses;
    const url = canonicalUrl(asked.url, rules);
    if (!this.sites.allowsHost(site, new URL(url).hostname)) throw new ForumError('host_not_allowed');
    const word = await this.wordOf(actor, site, url, asked);
    return { site, url, hash: hashOfUrl(url, rules), key: asked.key, word };
  }

  private async wordOf(actor: Actor, site: KnownSite, url: string, asked: PutThread): Promise<PublishersWord | null> {
    const { key, title, signature } = asked;
    if (may(actor, 'thread.vouch', site.id))
      return { by: 'staff', at: this.clock.now(), url, key, title: title || undefined };
    const verified = signature === undefined ? null : await this.signatures.verify(signature, asked);
    return verified && { by: 'signed', at: verified.at, url, key, title: verified.title ? title : undefined };
  }

  /** A key finds the thread to which the publisher bound it; one that is bound to none says nothing, unless it is the publisher's word. */
  private async find(on: Queries, { site, hash, key, word }: Article): Promise<Thread | null> {
    const keyed = key === undefined ? null : await this.addresses.find(on, site.id, hashOfKey(key));
    const found = keyed ?? (await this.addresses.find(on, site.id, hash));
    const thread = found === null ? null : await this.threads.byId(found, on);
    const isAnother = keyed === null && word !== null && key !== undefined && (thread?.key ?? null) !== null;
    return isAnother ? null : thread;
  }

  private async findOrOpen(tx: Tx, asked: Article): Promise<{ thread: Thread; isNew: boolean }> {
    await this.threads.lockSite(tx, asked.site.id);
    // The site may have changed since this process last read it, and with it what an address means.
    const site = await this.sites.siteIn(tx, asked.site.id);
    const article = { ...asked, site, hash: hashOfUrl(asked.url, site.settings.addresses) };
    const known = await this.find(tx, article);
    const locked = known && (await this.threads.lock(tx, known.id));
    return locked ? { thread: locked, isNew: false } : { thread: await this.open(tx, article), isNew: true };
  }

  /** A new thread, made with the time of the unit. */
  async open(tx: Tx, { site, url, hash, word }: Article): Promise<Thread> {
    const title = cleanTitle(word?.title);
    const thread: Thread = {
      id: (await this.freeId(tx, site.id, hash)) ?? newId(tx.now),
      siteId: site.id,
      key: word?.key ?? null,
      url,
      title,
      titleBy: title && word ? word.by : 'none',
      image: null,
      toldAt: word?.at ?? 0,
      lookedAt: null,
      mergedInto: null,
      deletedAt: null,
      state: 'open',
      closedBy: null,
      closedReason: null,
      closedAt: null,
      messageCount: 0,
      position: 0,
      epoch: newId(tx.now),
      createdAt: tx.now,
    };
    await this.threads.insert(tx, thread);
    const named = { siteId: site.id, threadId: thread.id, source: word?.by ?? 'tag' } as const;
    await this.addresses.add(tx, { ...named, hash, kind: 'url', value: url });
    if (thread.key !== null)
      await this.addresses.add(tx, { ...named, hash: hashOfKey(thread.key), kind: 'key', value: thread.key });
    return thread;
  }

  /** The id that the article's thread has before it is opened; null where a thread has it that is at another address now. */
  private async freeId(on: Queries, siteId: string, hash: string): Promise<string | null> {
    const id = unopenedId(siteId, hash);
    return (await this.threads.row(id, on)) === null ? id : null;
  }

  /** Whether what the article's tag says is news: the publisher's word, or a reader's that a look at the page could confirm. */
  private async bringsNews(on: Queries, thread: Thread, { word, key, hash, site }: Article): Promise<boolean> {
    if (word) return this.names.says(thread, word);
    if (!this.isUnseen(thread, this.clock.now())) return false;
    if (key !== undefined && (await this.addresses.find(on, site.id, hashOfKey(key))) !== thread.id) return true;
    return (await this.addresses.find(on, site.id, hash)) !== thread.id;
  }

  private isUnseen({ lookedAt }: Thread, now: number): boolean {
    return lookedAt === null || Math.abs(now - lookedAt) > this.config.PAGE_LOOK_AGAIN * HOUR;
  }

  private async look(tx: Tx, thread: Thread, url: string): Promise<void> {
    if (!this.config.PAGE_LOOKS) return;
    await tx.enqueue(LOOK_AT_PAGE, { threadId: thread.id, url }, { dedupeKey: thread.id });
    await this.threads.setLookedAt(tx, thread.id, tx.now);
  }

  private async takeLimits(actor: Actor, site: KnownSite): Promise<void> {
    if (may(actor, 'thread.vouch', site.id)) return;
    await this.limits.take('THREADS_PER_HOUR', actor.address);
    await this.limits.take('SITE_THREADS_PER_HOUR', site.id);
  }
}

/** Whoever looks at a page: what it says of the article is what its tag says. */
const NOBODY = readerActor('');
