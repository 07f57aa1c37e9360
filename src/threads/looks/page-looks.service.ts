import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Transactions, type Tx } from '../../database/transactions.js';
import { Jobs } from '../../jobs/jobs.service.js';
import { OutboundClient, type FetchedPage } from '../../outbound/outbound-client.js';
import { OutboundError } from '../../outbound/outbound-error.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { canonicalUrl, isFrontPage } from '../addresses/canonical-url.js';
import { AddressesRepository } from '../addresses/addresses.repository.js';
import { hashOfKey, hashOfUrl } from '../addresses/thread-names.js';
import { NamesService, type PublishersWord } from '../names.service.js';
import type { Thread } from '../thread.entity.js';
import { ThreadsRepository } from '../threads.repository.js';
import { isRendered } from '../threads.schema.js';
import { LOOK_AT_PAGE } from './page-look.job.js';
import { lettersOf, wordsOfPage, type PageWords } from './page-words.js';

/** What a page says of its article. */
type Said = Omit<PublishersWord, 'at'> & { readonly image: string | null };

/**
 * The forum's own look at an article's page: what the publisher wrote there is the publisher's word. A job, so that no
 * reader waits for somebody else's server, and of several processes one looks.
 */
@Injectable()
export class PageLooks implements OnModuleInit {
  private readonly logger = new Logger(PageLooks.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly outbound: OutboundClient,
    private readonly transactions: Transactions,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly names: NamesService,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(LOOK_AT_PAGE, ({ threadId, url }, signal) => this.look(threadId, url, signal));
  }

  /** A page that cannot be read changes nothing; there is another look when somebody writes again. */
  private async look(threadId: string, url: string, signal: AbortSignal): Promise<void> {
    const seen = await this.threads.byId(threadId);
    if (!seen) return;
    const site = await this.sites.site(seen.siteId);
    // Whoever asked may have said the address of another article: then that of this one is asked.
    for (const address of new Set([url, seen.url])) {
      const word = await this.ask(site, address, signal);
      if (word && (await this.take(site, threadId, address, word))) return;
    }
  }

  private async ask(site: KnownSite, url: string, signal: AbortSignal): Promise<Said | null> {
    const page = await this.outbound.page(url, signal).catch((error: unknown) => {
      if (!(error instanceof OutboundError)) throw error;
      this.logger.debug(`Not read: ${error.message}`);
      return null;
    });
    return page && this.wordOf(site, url, page);
  }

  /** False where the page says nothing of this thread. */
  private take(site: KnownSite, threadId: string, asked: string, word: Said): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      await this.threads.lockSite(tx, site.id);
      const thread = await this.threads.lock(tx, threadId);
      if (!thread || !(await this.isAbout(tx, site, thread, asked, word))) return false;
      const isNew = thread.image !== word.image;
      if (isNew) await this.threads.setImage(tx, thread.id, word.image);
      const named = await this.names.take(tx, site, thread, { ...word, at: tx.now });
      // The page that is shared shows it, and is made anew.
      if (isNew && named === thread) await this.names.appendChanged(tx, site, thread);
      return true;
    });
  }

  /** A page is the thread's where the thread is found by its address, or by the key of the tag there: not because a reader says so. */
  private async isAbout(tx: Tx, site: KnownSite, thread: Thread, asked: string, { key }: Said): Promise<boolean> {
    if (isSame(site, thread.url, asked)) return true;
    const hashes = [hashOfUrl(canonicalUrl(asked), site.settings.addresses)];
    if (key !== undefined) hashes.push(hashOfKey(key));
    for (const hash of hashes) if ((await this.addresses.find(tx, site.id, hash)) === thread.id) return true;
    return false;
  }

  /** What a page says, where it is the article's: a sign-in or a front page that one is sent to for now says nothing of it. */
  private wordOf(site: KnownSite, asked: string, page: FetchedPage): Said | null {
    const words = wordsOfPage(lettersOf(page.body, page.type));
    const tags = words.tags.filter((tag) => tag.site === site.id);
    const base = absolute(words.base, page.url) ?? page.url;
    const found = this.ownUrl(site, page.url);
    const said =
      this.ownUrl(site, absolute(tags[0]?.url, base)) ?? this.linkedUrl(site, asked, absolute(words.canonical, base));
    const isSaid = [found, said].some((url) => url !== null && isSame(site, url, asked));
    // An article that is gone is often sent to the front page for good.
    const isFront = new URL(page.url).pathname === '/' && new URL(asked).pathname !== '/';
    const isArticle = isSaid || (page.permanent && !isFront);
    const url = said ?? found;
    if (!isArticle || url === null) return null;
    return { by: 'page', url, key: onlyKey(tags), title: words.title || undefined, image: words.image ?? null };
  }

  /** The canonical link, unless a template has the front page there on every article: it would make one of all. */
  private linkedUrl(site: KnownSite, asked: string, link: string | null): string | null {
    const url = this.ownUrl(site, link);
    const { addresses } = site.settings;
    const isMistake = url !== null && isFrontPage(url, addresses) && !isFrontPage(canonicalUrl(asked), addresses);
    return isMistake ? null : url;
  }

  /** Canonical, where it is one of the site's. */
  private ownUrl(site: KnownSite, url: string | null): string | null {
    if (url === null || !URL.canParse(url) || !/^https?:/.test(url) || url.length > 2_000) return null;
    if (!isRendered(url)) return null;
    const canonical = canonicalUrl(url, site.settings.addresses);
    return this.sites.allowsHost(site, new URL(canonical).hostname) ? canonical : null;
  }
}

const isSame = ({ settings: { addresses } }: KnownSite, one: string, other: string): boolean =>
  hashOfUrl(one, addresses) === hashOfUrl(canonicalUrl(other), addresses);

function absolute(href: string | undefined, base: string): string | null {
  if (!href) return null;
  try {
    return new URL(href, base).href;
  } catch {
    return null;
  }
}

/** A page with several forums says of none which is meant. */
function onlyKey(tags: PageWords['tags']): string | undefined {
  const keys = new Set(tags.map(({ key }) => key));
  return keys.size === 1 ? tags[0]?.key : undefined;
}
