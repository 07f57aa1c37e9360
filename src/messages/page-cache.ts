import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { EventBus } from '../events/event-bus.js';

/** A page as bytes: made once, sent to everyone. */
export class PageBytes {
  constructor(
    readonly body: Buffer,
    readonly type: string,
    readonly etag: string,
  ) {}

  static of(text: string, type: string): PageBytes {
    const body = Buffer.from(text);
    return new PageBytes(body, type, `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`);
  }
}

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
  private readonly pages = new LRUCache<string, Promise<PageBytes>>({
    maxSize: BUDGET,
    ttl: TRUST,
    dispose: (_page, key) => this.unlist(key),
  });
  private readonly byThread = new Map<string, Set<string>>();

  constructor(bus: EventBus) {
    bus.on('thread.event', ({ threadId }) => this.forget(threadId));
    bus.on('votes.changed', ({ threadId }) => this.forget(threadId));
  }

  page(threadId: string, name: string, make: () => Promise<PageBytes>): Promise<PageBytes> {
    const key = `${threadId} ${name}`;
    const known = this.pages.get(key);
    if (known) return known;
    const page = make();
    this.pages.set(key, page, { size: UNKNOWN });
    this.byThread.set(threadId, (this.byThread.get(threadId) ?? new Set()).add(key));
    page.then(
      // Weighed again when it is made, unless the thread has changed meanwhile and it was let go.
      ({ body }) =>
        this.pages.peek(key) === page &&
        this.pages.set(key, page, { size: body.length + UNKNOWN, noDisposeOnSet: true }),
      () => this.pages.peek(key) === page && this.pages.delete(key),
    );
    return page;
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
