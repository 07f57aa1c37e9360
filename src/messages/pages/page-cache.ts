import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LRUCache } from 'lru-cache';
import { ENTRY, MEMORY } from '../../config/memory.js';
import { CachedBody } from '../../http/response-cache/cached-body.js';
import { EventBus } from '../../events/event-bus.js';

/** How long a page may be kept without hearing of its thread, in ms: other processes write too. */
const TRUST = 1_000;
/** What a page weighs before it is made, in bytes. */
const UNKNOWN = 512;

/** Made anew where it is weighed again: the cache takes no other weight for what it has already. */
type Entry = { readonly page: Promise<CachedBody>; readonly threadIds: readonly string[] };
/** A page as it is sent, and the thread that it is of: where that was merged into another, the other. */
export type MadePage = { readonly bytes: CachedBody; readonly threadId: string };
type Pages = LRUCache<string, Entry>;

/**
 * Keeps the pages of threads until something in the thread changes. Whoever asks while a page is being made waits for that
 * one; a page that was begun before a change is never kept beyond it.
 */
@Injectable()
export class PageCache {
  /** Pages that were at hand or being made when they were asked for, and pages that were made. */
  readonly counts = { hits: 0, builds: 0 };
  private readonly first = this.keeping(MEMORY.pages);
  private readonly deeper = this.keeping(MEMORY.deeperPages);
  private readonly byThread = new Map<string, Set<string>>();
  /** How often anything has changed. */
  private changes = 0;

  constructor(bus: EventBus) {
    bus.on('thread.event', ({ threadId }) => this.forget(threadId));
    bus.on('votes.changed', ({ threadId }) => this.forget(threadId));
    bus.on('threads.touched', ({ threadIds }) => threadIds.forEach((threadId) => this.forget(threadId)));
  }

  /** Bytes that are kept. */
  get size(): number {
    return this.first.calculatedSize + this.deeper.calculatedSize;
  }

  /**
   * @param make answers bare bytes where nobody is asked for by another thread's id
   * @param isDeeper whether a cursor leads to it: anybody can make up as many as they like
   */
  page(
    threadId: string,
    name: string,
    make: () => Promise<CachedBody | MadePage>,
    isDeeper = false,
  ): Promise<CachedBody> {
    const pages = isDeeper ? this.deeper : this.first;
    const key = `${threadId} ${name}`;
    const known = pages.get(key);
    if (known) {
      this.counts.hits += 1;
      return known.page;
    }
    this.counts.builds += 1;
    const { changes } = this;
    const making = make().then((made) => (made instanceof CachedBody ? { bytes: made, threadId } : made));
    const page = making.then(({ bytes }) => bytes);
    const entry = { page, threadIds: [threadId] };
    pages.set(key, entry, { size: UNKNOWN });
    this.list(threadId, key);
    making.then(
      (made) => this.settle(pages, key, entry, made, changes),
      () => pages.peek(key) === entry && pages.delete(key),
    );
    return page;
  }

  /** Lets go of what is not good any more: nobody may ask for it again. */
  @Interval(TRUST)
  sweep(): void {
    this.first.purgeStale();
    this.deeper.purgeStale();
  }

  private keeping(budget: number): Pages {
    return new LRUCache({
      maxSize: budget,
      ttl: TRUST,
      dispose: ({ page, threadIds }, key) => {
        for (const threadId of threadIds) this.unlist(threadId, key);
        void page.then((bytes) => (bytes.freshUntil = 0)).catch(() => undefined);
      },
    });
  }

  /** It is made: weighed again and good for a while, unless the thread has changed meanwhile and it was let go. */
  private settle(pages: Pages, key: string, begun: Entry, { bytes, threadId }: MadePage, changes: number): void {
    if (pages.peek(key) !== begun) return;
    const isMerged = !begun.threadIds.includes(threadId);
    // While it was made nobody knew in which thread a change concerns it.
    if (isMerged && changes !== this.changes) return void pages.delete(key);
    const threadIds = isMerged ? [...begun.threadIds, threadId] : begun.threadIds;
    let kept = begun;
    const weigh = (ttl: number): void => {
      if (pages.peek(key) !== kept || ttl <= 0) return;
      kept = { page: begun.page, threadIds };
      pages.set(key, kept, { size: bytes.weight + key.length + ENTRY, noDisposeOnSet: true, ttl });
    };
    bytes.freshUntil = performance.now() + TRUST;
    weigh(TRUST);
    if (isMerged && pages.peek(key) === kept) this.list(threadId, key);
    bytes.grew = () => weigh(pages.getRemainingTTL(key));
  }

  private forget(threadId: string): void {
    this.changes += 1;
    for (const key of [...(this.byThread.get(threadId) ?? [])]) {
      this.first.delete(key);
      this.deeper.delete(key);
    }
  }

  private list(threadId: string, key: string): void {
    this.byThread.set(threadId, (this.byThread.get(threadId) ?? new Set()).add(key));
  }

  private unlist(threadId: string, key: string): void {
    const keys = this.byThread.get(threadId);
    keys?.delete(key);
    if (keys?.size === 0) this.byThread.delete(threadId);
  }
}
