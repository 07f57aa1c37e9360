import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { iso } from '../../config/clock.js';
import { CONFIG, type Config } from '../../config/config.js';

import { PAGE_SIZE } from '../../messages/messages.schema.js';
import type { ListQuery, SearchFilters } from '../lists.schema.js';
import type { QueueItem } from '../queue/queue.schema.js';
import type { FoundMembers, FoundThreads, SearchAnswer, SearchKind } from './search.schema.js';
import { QueueItems } from '../queue/queue-items.js';
import { QueueRepository } from '../queue/queue.repository.js';
import { RecordsRepository } from '../records/records.repository.js';
import type { Thread } from '../../threads/thread.entity.js';
import { ThreadsService } from '../../threads/threads.service.js';
import { Scope } from '../scope.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { cursorOf, idFrom, placeFrom, placeOf, timeAndId } from '../../messages/pages/id-cursor.js';
import { matcherOf, hasWords } from './matching.js';
import { SearchRepository, type FoundMember, type FoundThread } from './search.repository.js';

/** Rows that are read at a time. */
const CHUNK = 200;

type Walk = {
  readonly kind: SearchKind;
  readonly siteIds: readonly string[];
  readonly filters: SearchFilters;
  readonly after: string | null;
  readonly limit: number;
};

/**
 * Finds messages, discussions and members on the moderator's own sites. Each answer looks at SEARCH_ROWS rows at most, along an
 * index, and says where to go on: so no search is dearer than that, whatever it looks for. Words are compared here and not in the
 * database, which would know capitals of English alone, and signs of its own.
 */
@Injectable()
export class SearchService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly queue: QueueRepository,
    private readonly items: QueueItems,
    private readonly found: SearchRepository,
    private readonly records: RecordsRepository,
    private readonly threadsService: ThreadsService,
    private readonly reads: PrimaryReads,
    private readonly scope: Scope,
  ) {}

  /** Any message, the latest first. @throws ForumError site_not_found, invalid_request (cursor) */
  async messages(
    actor: Actor,
    kind: SearchKind,
    { site, limit = PAGE_SIZE.default, cursor, ...filters }: ListQuery & SearchFilters,
  ): Promise<SearchAnswer> {
    const siteIds = await this.scope.of(actor, 'message.search', site);
    return this.walk({ kind, siteIds, filters, after: idFrom(cursor), limit });
  }

  /**
   * Discussions by words of their title, address or key, the latest first; one whose id, key or any address was asked for stands
   * before them.
   * @throws ForumError site_not_found, invalid_request (cursor)
   */
  async threads(
    actor: Actor,
    { words, site, limit = PAGE_SIZE.default, cursor }: ListQuery & { words?: string },
  ): Promise<FoundThreads> {
    const siteIds = await this.scope.of(actor, 'thread.search', site);
    const has = hasWords(words);
    const named = words === undefined ? [] : await this.threadsService.named(siteIds, words.trim());
    const isNamed = (id: string) => named.some((thread) => thread.id === id);
    const { rows, next } = await this.rowsOf<FoundThread>(
      { after: placeFrom(cursor), limit, placeOf: ({ createdAt, id }) => placeOf(createdAt, id) },
      (before) => this.found.threads(siteIds, timeAndId(before), CHUNK),
      (found) =>
        Promise.resolve(found.filter(({ id, title, url, key }) => !isNamed(id) && has(`${title} ${url} ${key ?? ''}`))),
    );
    const first = cursor === undefined ? named : [];
    return {
      threads: [...first.map(foundOf), ...rows].map(({ createdAt, ...thread }) => ({
        ...thread,
        createdAt: iso(createdAt),
      })),
      next,
    };
  }

  /** Members by their names, the latest first, as far as one's sites know them. @throws ForumError site_not_found, invalid_request (cursor) */
  async members(
    actor: Actor,
    { words, site, limit = PAGE_SIZE.default, cursor }: ListQuery & { words?: string },
  ): Promise<FoundMembers> {
    const siteIds = await this.scope.of(actor, 'member.search', site);
    const has = hasWords(words);
    const { rows, next } = await this.rowsOf<FoundMember>(
      { after: idFrom(cursor), limit, placeOf: ({ id }) => id },
      (before) => this.found.members(before, CHUNK),
      async (found) => {
        const named = found.filter(({ name }) => has(name));
        const known = await this.records.knownOn(
          this.reads,
          named.map(({ id }) => id),
          siteIds,
        );
        return named.filter(({ id }) => known.has(id));
      },
    );
    return { members: rows.map(({ createdAt, ...member }) => ({ ...member, createdAt: iso(createdAt) })), next };
  }

  private async walk({ kind, siteIds, filters, after, limit }: Walk): Promise<SearchAnswer> {
    const fits = matcherOf(filters);
    const items: QueueItem[] = [];
    let place = after;
    for (let looked = 0; looked < this.config.SEARCH_ROWS; looked += CHUNK) {
      const rows = await this.queue.list(kind, siteIds, place, CHUNK, filters);
      for (const item of await this.items.of(rows)) {
        place = item.message.id;
        if (fits(item)) items.push(item);
        if (items.length === limit) return { items, next: cursorOf(place) };
      }
      if (rows.length < CHUNK) return { items, next: null };
    }
    return { items, next: place === null ? null : cursorOf(place) };
  }

  private async rowsOf<T extends { readonly id: string }>(
    { after, limit, placeOf }: { after: string | null; limit: number; placeOf: (row: T) => string },
    read: (before: string | null) => Promise<readonly T[]>,
    choose: (rows: readonly T[]) => Promise<readonly T[]>,
  ): Promise<{ readonly rows: readonly T[]; readonly next: string | null }> {
    const chosen: T[] = [];
    let place = after;
    for (let looked = 0; looked < this.config.SEARCH_ROWS; looked += CHUNK) {
      const rows = await read(place);
      chosen.push(...(await choose(rows)));
      if (chosen.length > limit) {
        const rest = chosen.slice(0, limit);
        const last = rest.at(-1);
        return { rows: rest, next: last ? cursorOf(placeOf(last)) : null };
      }
      if (rows.length < CHUNK) return { rows: chosen, next: null };
      const last = rows.at(-1);
      place = last ? placeOf(last) : place;
    }
    return { rows: chosen, next: place === null ? null : cursorOf(place) };
  }
}

const foundOf = ({ id, siteId, key, title, url, state, messageCount, createdAt }: Thread): FoundThread => ({
  id,
  site: siteId,
  key,
  title,
  url,
  state,
  messageCount,
  createdAt,
});
