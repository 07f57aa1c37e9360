import { Injectable } from '@nestjs/common';
import { accountOf, type AccountableActor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import type { Permission } from '../../auth/policy/policy.js';
import { AuditLog } from '../../audit/audit-log.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { QueueLog } from '../../events/queue-log.js';
import { ForumError } from '../../errors/forum-error.js';
import { say, type Text } from '../../i18n/text.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { AddressesRepository } from '../../threads/addresses/addresses.repository.js';
import { canonicalUrl } from '../../threads/addresses/canonical-url.js';
import { hashOfKey, hashOfUrl } from '../../threads/addresses/thread-names.js';
import { NamesService } from '../../threads/names.service.js';
import type { Thread } from '../../threads/thread.entity.js';
import { threadView } from '../../threads/thread.view.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { ThreadAnswer } from './thread-acts.schema.js';
import { keptOf, namesOf, writeDown, type KeptAddress } from './acts.js';
import { Merging } from './merging.service.js';
import { ThreadActsRepository } from './thread-acts.repository.js';

/** What is to be changed of a thread's names. `title` '': the page's own holds again. */
export type Renaming = {
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly reason?: string | undefined;
};

/** Who does something to which thread, and what it takes. */
type Doing = {
  readonly actor: AccountableActor;
  readonly permission: Permission;
  readonly once: IdempotencyKey | null;
  readonly id: string;
};

/** What was done: the thread as it is now, and the entry of the log; null where nothing changed. */
type Outcome = { readonly thread: Thread; readonly entry: string | null };

/** What staff do to whole threads: rename, move, merge, delete. Each is told to every open page, and can be taken back (ThreadUndoService). */
@Injectable()
export class ThreadActsService {
  constructor(
    private readonly writes: IdempotentWrites,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly names: NamesService,
    private readonly merging: Merging,
    private readonly acts: ThreadActsRepository,
    private readonly log: AuditLog,
    private readonly queue: QueueLog,
  ) {}

  /** Gives a thread another title, address or key. @throws ForumError thread_not_found, invalid_request, host_not_allowed, conflict where another thread has the address or key */
  async rename(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    id: string,
    renaming: Renaming,
  ): Promise<WriteResult<ThreadAnswer>> {
    const { title, key, reason } = renaming;
    const permission = renaming.url === undefined && key === undefined ? 'thread.rename' : 'thread.move';
    return this.act({ actor, permission, once, id }, async (tx, site, before) => {
      const url = renaming.url === undefined ? undefined : this.ownUrl(site, renaming.url);
      if (url !== undefined) await this.isFree(tx, before, hashOfUrl(url, site.settings.addresses));
      if (key !== undefined) await this.isFree(tx, before, hashOfKey(key));
      const known = await this.addressesOf(tx, before);
      const unkeyed = key === undefined ? before : { ...before, key: null };
      const thread = await this.names.take(tx, site, unkeyed, { by: 'staff', at: tx.now, title, url, key });
      const added = (await this.addressesOf(tx, thread)).filter(
        ({ kind, value }) => !known.some((one) => one.kind === kind && one.value === value),
      );
      const [was, is] = [namesOf(before), namesOf(thread)];
      const isSame = (['title', 'titleBy', 'url', 'key'] as const).every((name) => was[name] === is[name]);
      if (isSame && added.length === 0) return { thread, entry: null };
      const done = { action: permission, before: was, after: { ...is, added } } as const;
      return { thread, entry: await writeDown(this.log, tx, accountOf(actor), thread, done, reason) };
    });
  }

  /**
   * Puts all messages of a thread into another of the same site, in the order of their time. Its addresses, keys and id lead
   * to that other.
   * @throws ForumError thread_not_found, conflict
   */
  async merge(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    id: string,
    { into: other, reason }: { readonly into: string; readonly reason?: string | undefined },
  ): Promise<WriteResult<ThreadAnswer>> {
    return this.act({ actor, permission: 'thread.merge', once, id }, async (tx, site, from) => {
      const into = await this.threads.lock(tx, other);
      if (!into || into.siteId !== site.id) throw new ForumError('thread_not_found');
      if (into.id === from.id) throw new ForumError('conflict', undefined, sameThread(id, other));
      return this.merging.merge(tx, { site, from, into, actor: accountOf(actor), reason });
    });
  }

  /** Takes a thread and all its messages out of sight; its article has an empty forum again. @throws ForumError thread_not_found */
  async remove(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    id: string,
    reason?: string,
  ): Promise<WriteResult<ThreadAnswer>> {
    return this.act({ actor, permission: 'thread.delete', once, id }, async (tx, site, thread) => {
      const act = newId(tx.now);
      const addresses = await this.addressesOf(tx, thread);
      await this.acts.remember(tx, act, [thread.id]);
      await this.acts.hide(tx, thread.id);
      await this.addresses.removeOf(tx, thread.id);
      await this.acts.setFate(tx, thread.id, { mergedInto: null, deletedAt: tx.now });
      const done = {
        action: 'thread.delete',
        before: { deleted: false, act, addresses },
        after: { deleted: true },
      } as const;
      const entry = await writeDown(this.log, tx, accountOf(actor), thread, done, reason);
      const gone = await this.names.appendChanged(tx, site, thread);
      const waiting = await this.acts.waiting(tx, thread.id);
      await this.queue.appendAll(tx, { siteId: site.id, move: 'left', by: accountOf(actor) }, waiting);
      return { thread: gone, entry };
    });
  }

  private async act(
    { actor, permission, once, id }: Doing,
    work: (tx: Tx, site: KnownSite, thread: Thread) => Promise<Outcome>,
  ): Promise<WriteResult<ThreadAnswer>> {
    // Also where it is gone by now: what was done once is answered again to whoever did not get the answer.
    const seen = await this.threads.row(id);
    if (!seen || !may(actor, permission, seen.siteId)) throw new ForumError('thread_not_found');
    return this.writes.run(accountOf(actor).id, once, async (tx) => {
      await this.threads.lockSite(tx, seen.siteId);
      const site = await this.sites.siteIn(tx, seen.siteId);
      const before = await this.threads.lock(tx, id);
      if (!before) throw new ForumError('thread_not_found');
      const { thread, entry } = await work(tx, site, before);
      return new WriteResult('done', { ...threadView(thread, site), entry });
    });
  }

  private async addressesOf(tx: Tx, { id }: Thread): Promise<KeptAddress[]> {
    return (await this.addresses.of(tx, id)).map(keptOf);
  }

  private async isFree(tx: Tx, { id, siteId }: Thread, hash: string): Promise<void> {
    const owner = await this.addresses.find(tx, siteId, hash);
    if (owner === null || owner === id) return;
    const message = say('refused.namedAlready', { owner });
    throw new ForumError('conflict', { thread: owner }, message);
  }

  /** @throws ForumError invalid_request, host_not_allowed */
  private ownUrl(site: KnownSite, raw: string): string {
    const url = canonicalUrl(raw, site.settings.addresses);
    if (!this.sites.allowsHost(site, new URL(url).hostname)) throw new ForumError('host_not_allowed');
    return url;
  }
}

const sameThread = (id: string, other: string): Text =>
  say(id === other ? 'refused.mergedIntoItself' : 'refused.oneAlready');
