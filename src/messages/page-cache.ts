import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { KeptBytes } from '../door/kept-bytes.js';
import { EventBus } from '../events/event-bus.js';

/** Bytes of pages that this process keeps. */
const BUDGET = 64 * 1024 * 1024;
/** How long a page may be kept without hearing of its thread, in ms: other processes write too. */
const TRUST = 1_000;
/** What a page weighs before it is made, and beside its bytes. */
const UNKNOWN = 512;

/**
 * Keeps the pages of threads until something in the thread changes. Whoever asks while a page is being made waits for that
 * one; a page that was begun before a change is never kept beyond it.
 */
@Injectable()
export class PageCache {
  /** Pages that were at hand or being made when they were asked for, and pages that were made. */
  readonly counts = { hits: 0, builds: 0 };
  private readonly pages = new LRUCache<string, Promise<KeptBytes>>({
    maxSize: BUDGET,
    ttl: TRUST,
    dispose: (page, key) => {
      this.unlist(key);
      void page.then((bytes) => (bytes.goodUntil = 0)).catch(() => undefined);
    },
  });
  private readonly byThread = new Map<string, Set<string>>();

  constructor(bus: EventBus) {
    bus.on('thread.event', ({ threadId }) => this.forget(threadId));
    bus.on('votes.changed', ({ threadId }) => this.forget(threadId));
    bus.on('threads.touched', ({ threadIds }) => threadIds.forEach((threadId) => this.forget(threadId)));
  }

  page(threadId: string, name: string, make: () => Promise<KeptBytes>): Promise<KeptBytes> {
    const key = `${threadId} ${name}`;
    const known = this.pages.get(key);
    if (known) {
      this.counts.hits += 1;
      return known;
    }
    this.counts.builds += 1;
    const page = make();
    this.pages.set(key, page, { size: UNKNOWN });
    this.byThread.set(threadId, (this.byThread.get(threadId) ?? new Set()).add(key));
    page.then(
      (bytes) => this.settle(key, page, bytes),
      () => this.pages.peek(key) === page && this.pages.delete(key),
    );
    return page;
  }

  /** It is made: weighed again and good for a while, unless the thread has changed meanwhile and it was let go. */
  private settle(key: string, page: Promise<KeptBytes>, bytes: KeptBytes): void {
    if (this.pages.peek(key) !== page) return;
    this.pages.set(key, page, { size: bytes.body.length + UNKNOWN, noDisposeOnSet: true });
    bytes.goodUntil = performance.now() + TRUST;
  }

  private forget(threadId: string): void {
    for (const key of [...(this.byThread.get(threadId) ?? [])]) this.pages.delete(key);
  }

  private unlist(key: string): void {
    const threadId = key.slice(0, key.indexOf(' '));
    const keys = this.byThread.get(threadId);
    keys?.delete(key);
    if (keys?.size === 0) this.byThread.delete(threadId);
  }
}
