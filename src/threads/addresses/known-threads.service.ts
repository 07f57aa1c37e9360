import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { SitesService } from '../../sites/sites.service.js';
import { ThreadsRepository } from '../threads.repository.js';
import { AddressesRepository } from './addresses.repository.js';
import { canonicalUrl } from './canonical-url.js';
import { hashOfKey, hashOfUrl } from './thread-names.js';

/** Threads in a step. */
const ROWS = 200;

/**
 * Gives the threads of a database from before there were addresses theirs, before anybody is served. Where two of them are one
 * article by now, the one with more messages is found; the other keeps its own page until staff merges them.
 */
@Injectable()
export class KnownThreads implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly sites: SitesService,
  ) {}

  async onModuleInit(): Promise<void> {
    while (await this.step());
  }

  /** True where more are left. */
  private async step(): Promise<boolean> {
    const sites = await this.sites.all();
    return this.transactions.run(async (tx) => {
      const threads = await this.threads.withoutAddress(tx, ROWS);
      for (const { id: threadId, siteId, url, key } of threads) {
        const rules = sites.get(siteId)?.settings.addresses;
        const canonical = canonicalOf(url);
        if (rules && canonical !== null) {
          const hash = hashOfUrl(canonical, rules);
          await this.addresses.add(tx, { siteId, hash, threadId, kind: 'url', value: canonical, source: '' });
        }
        if (key !== null)
          await this.addresses.add(tx, { siteId, hash: hashOfKey(key), threadId, kind: 'key', value: key, source: '' });
        await this.threads.markKnown(tx, threadId);
      }
      return threads.length === ROWS;
    });
  }
}

function canonicalOf(url: string): string | null {
  try {
    return canonicalUrl(url);
  } catch (error) {
    if (error instanceof ForumError) return null;
    throw error;
  }
}
