import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import { ThreadLogRepository } from '../events/thread-log.repository.js';
import { iso } from '../config/clock.js';
import type { KnownSite } from '../sites/site-settings.js';
import { AddressesRepository } from './addresses/addresses.repository.js';
import type { ThreadAddress } from './addresses/thread-address.entity.js';
import { cleanTitle, hashOfKey, hashOfUrl } from './addresses/thread-names.js';
import type { Thread, TitleSource } from './thread.entity.js';
import { threadView } from './thread.view.js';
import { ThreadsRepository } from './threads.repository.js';

/** The publisher's word on an article: whose it is, when it was said (ms), and what it says. */
export type PublishersWord = {
  readonly by: 'page' | 'signed' | 'staff';
  readonly at: number;
  /** Canonical. */
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  /** '' takes the name away that staff gave: the page's own holds again. */
  readonly title?: string | undefined;
};

const RANK: Record<TitleSource, number> = { '': 0, none: 0, page: 1, signed: 2, staff: 3 };

/** What a publisher's word changes of a thread's names. */
@Injectable()
export class NamesService {
  constructor(
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly log: ThreadLogRepository,
  ) {}

  /** True where the word would make the thread another. Addresses and keys by which it is found already are not looked up here. */
  says(thread: Thread, word: PublishersWord): boolean {
    const after = renamed(thread, word);
    return after.title !== thread.title || after.url !== thread.url || after.key !== thread.key;
  }

  /**
   * Takes the word: gives the thread title, key and address where nobody nearer to the publisher has said otherwise, and
   * nobody has later. Everyone who has the thread open learns of it.
   */
  async take(tx: Tx, site: KnownSite, thread: Thread, word: PublishersWord): Promise<Thread> {
    const { url, key } = word;
    const isOwn =
      url !== undefined &&
      (await this.add(
        tx,
        thread,
        { kind: 'url', value: url, source: word.by },
        hashOfUrl(url, site.settings.addresses),
      ));
    const bound =
      key !== undefined && (await this.add(tx, thread, { kind: 'key', value: key, source: word.by }, hashOfKey(key)));
    const isAtUrl = isOwn || url === thread.url;
    const after = renamed(thread, { ...word, url: isAtUrl ? url : undefined, key: bound ? key : undefined });
    const isSame = (['title', 'titleBy', 'url', 'key'] as const).every((name) => after[name] === thread[name]);
    if (isSame) return thread;
    await this.threads.setNames(tx, after);
    return this.appendChanged(tx, site, after);
  }

  /** Tells every page that has the thread open how it is now. */
  async appendChanged(tx: Tx, site: KnownSite, { id }: Pick<Thread, 'id'>): Promise<Thread> {
    const thread = await this.threads.advance(tx, id, 0);
    const { position, messageCount } = thread;
    await this.log.append(tx, [
      { threadId: id, position, type: 'thread.changed', messageId: null, detail: '{}', at: tx.now },
    ]);
    const event = {
      position,
      at: iso(tx.now),
      type: 'thread.changed',
      data: { thread: threadView(thread, site) },
    } as const;
    tx.emit({ name: 'thread.event', threadId: id, messageCount, event });
    return thread;
  }

  /** True where the thread has it now. What another one has stays there: merging is a decision of staff. */
  private async add(
    tx: Tx,
    thread: Thread,
    named: Pick<ThreadAddress, 'kind' | 'value' | 'source'>,
    hash: string,
  ): Promise<boolean> {
    const { id: threadId, siteId } = thread;
    if (await this.addresses.add(tx, { siteId, hash, threadId, ...named })) return true;
    return (await this.addresses.find(tx, siteId, hash)) === threadId;
  }
}

function renamed(thread: Thread, { by, at, url, key, title }: PublishersWord): Thread {
  const isLatest = by === 'staff' || at >= thread.toldAt;
  const mayName = isLatest && RANK[by] >= RANK[thread.titleBy];
  const named = title === undefined ? null : cleanTitle(title);
  const after = {
    ...thread,
    ...(isLatest && url !== undefined ? { url } : {}),
    ...(thread.key === null && key !== undefined ? { key } : {}),
    ...(mayName && named ? { title: named, titleBy: by } : {}),
    ...(by === 'staff' && named === '' ? { title: '', titleBy: 'none' as const } : {}),
  };
  const isSame = after.url === thread.url && after.title === thread.title;
  return { ...after, toldAt: isSame ? thread.toldAt : Math.max(at, thread.toldAt) };
}
