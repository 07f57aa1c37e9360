import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '../../audit/audit-log.js';
import { Writes, Written, type Once } from '../../database/writes/idempotency.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { AddressesRepository } from '../../threads/addresses/addresses.repository.js';
import { canonicalUrl } from '../../threads/addresses/canonical-url.js';
import { hashOfKey, hashOfUrl } from '../../threads/addresses/thread-names.js';
import { NamesService } from '../../threads/names.service.js';
import type { Thread } from '../../threads/thread.entity.js';
import { threadView } from '../../threads/thread.view.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { ThreadView } from '../../threads/threads.schema.js';
import { ThreadActsRepository } from './thread-acts.repository.js';

/** Who acts, and where they may. */
export type Staff = { readonly actor: AuditActor; readonly may: (siteId: string) => boolean };

/** What is to be changed of a thread's names. `title` '': the page's own holds again. */
export type Renaming = {
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly reason?: string | undefined;
};

const namesOf = ({ title, titleBy, url, key, toldAt }: Thread) => ({ title, titleBy, url, key, toldAt });
type Names = ReturnType<typeof namesOf>;
type Address = { readonly hash: string; readonly kind: 'url' | 'key'; readonly value: string };

/** What staff do to whole threads: rename, move, merge, delete. Each is told to every open page, and can be taken back from the log. */
@Injectable()
export class ThreadActsService {
  constructor(
    private readonly writes: Writes,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly names: NamesService,
    private readonly acts: ThreadActsRepository,
    private readonly log: AuditLog,
  ) {}

  /** Gives a thread another title, address or key. @throws ForumError thread_not_found, invalid_request, host_not_allowed, conflict where another thread has the address or key */
  async rename(staff: Staff, once: Once | null, id: string, renaming: Renaming): Promise<Written<ThreadView>> {
    const { title, key, reason } = renaming;
    return this.act(staff, once, id, async (tx, site, before) => {
      const url = renaming.url === undefined ? undefined : this.ownUrl(site, renaming.url);
      if (url !== undefined) await this.isFree(tx, before, hashOfUrl(url, site.settings.addresses));
      if (key !== undefined) await this.isFree(tx, before, hashOfKey(key));
      const unkeyed = key === undefined ? before : { ...before, key: null };
      const after = await this.names.take(tx, site, unkeyed, { by: 'staff', at: tx.now, title, url, key });
      const action = url === undefined && key === undefined ? 'thread.rename' : 'thread.move';
      await this.write(tx, staff, after, { action, before: namesOf(before), after: namesOf(after), reason });
      return after;
    });
  }

  /**
   * Puts all messages of a thread into another of the same site, in the order of their time. Its addresses, keys and id lead
   * to that other.
   * @throws ForumError thread_not_found, conflict
   */
  async merge(
    staff: Staff,
    once: Once | null,
    id: string,
    { into, reason }: { readonly into: string; readonly reason?: string | undefined },
  ): Promise<Written<ThreadView>> {
    return this.act(staff, once, id, async (tx, site, from) => {
      const target = await this.threads.lock(tx, into);
      if (!target || target.siteId !== site.id) throw new ForumError('thread_not_found');
      if (target.id === from.id) throw new ForumError('conflict', undefined, 'A thread cannot be merged into itself.');
      const act = newId(tx.now);
      const addresses = await this.addressesOf(tx, from);
      await this.acts.remember(tx, act, [from.id, target.id]);
      // Every message has a position of its own, so there are not more of them than positions.
      const positions = from.position + target.position;
      await this.acts.merge(tx, from.id, target.id, positions);
      await this.addresses.give(tx, from.id, target.id);
      await this.acts.setFate(tx, from.id, { mergedInto: target.id, deletedAt: null });
      await this.startAnew(tx, target, { ...from, position: 2 * positions });
      await this.names.tell(tx, site, from);
      const merged = await this.names.tell(tx, site, target);
      const before = { into: null, act, addresses };
      await this.write(tx, staff, from, { action: 'thread.merge', before, after: { into: target.id }, reason });
      return merged;
    });
  }

  /** Takes a thread and all its messages out of sight; its article has an empty forum again. @throws ForumError thread_not_found */
  async remove(staff: Staff, once: Once | null, id: string, reason?: string): Promise<Written<ThreadView>> {
    return this.act(staff, once, id, async (tx, site, thread) => {
      const act = newId(tx.now);
      const addresses = await this.addressesOf(tx, thread);
      await this.acts.remember(tx, act, [thread.id]);
      await this.acts.hide(tx, thread.id);
      await this.addresses.removeOf(tx, thread.id);
      await this.acts.setFate(tx, thread.id, { mergedInto: null, deletedAt: tx.now });
      const before = { deleted: false, act, addresses };
      await this.write(tx, staff, thread, { action: 'thread.delete', before, after: { deleted: true }, reason });
      return this.names.tell(tx, site, thread);
    });
  }

  /**
   * Takes back what an entry of the log says was done to a thread: a new entry.
   * @throws ForumError thread_not_found, conflict where it was taken back already or cannot be
   */
  async undo(staff: Staff, once: Once | null, entryId: string): Promise<Written<ThreadView>> {
    const sites = [...(await this.sites.all()).keys()].filter((siteId) => staff.may(siteId));
    const [entry] = /^\d{1,15}$/.test(entryId) ? await this.log.list(sites, Number(entryId) + 1, 1) : [];
    if (entry?.seq !== Number(entryId) || entry.subjectKind !== 'thread') throw new ForumError('thread_not_found');
    const site = await this.sites.site(entry.siteId);
    return this.writes.run(staff.actor.id, once, async (tx) => {
      await this.threads.lockSite(tx, site.id);
      const thread = await this.threads.lockRow(tx, entry.subjectId);
      if (!thread) throw new ForumError('thread_not_found');
      const done = { action: entry.action, before: JSON.parse(entry.before), after: JSON.parse(entry.after) } as Done;
      const restored = await this.takeBack(tx, site, thread, done);
      const reason = `Takes back entry ${entry.seq}`;
      await this.write(tx, staff, thread, {
        action: UNDONE[done.action],
        before: done.after,
        after: done.before,
        reason,
      });
      return new Written('done', threadView(restored, site));
    });
  }

  private async takeBack(tx: Tx, site: KnownSite, thread: Thread, done: Done): Promise<Thread> {
    switch (done.action) {
      case 'thread.rename':
      case 'thread.move': {
        if (thread.deletedAt !== null || thread.mergedInto !== null) throw new ForumError('conflict');
        await this.threads.setNames(tx, { ...thread, ...done.before });
        return this.names.tell(tx, site, thread);
      }
      case 'thread.merge': {
        const into = await this.threads.lock(tx, done.after.into);
        if (thread.mergedInto !== done.after.into || !into) throw new ForumError('conflict');
        await this.acts.setFate(tx, thread.id, { mergedInto: null, deletedAt: null });
        await this.acts.unmerge(tx, done.before.act, thread.id, into.id);
        await this.acts.forget(tx, done.before.act);
        await this.addresses.giveEach(
          tx,
          site.id,
          done.before.addresses.map(({ hash }) => hash),
          thread.id,
        );
        await this.startAnew(tx, into, thread);
        await this.startAnew(tx, thread, into);
        await this.names.tell(tx, site, into);
        return this.names.tell(tx, site, thread);
      }
      case 'thread.delete': {
        if (thread.deletedAt === null) throw new ForumError('conflict');
        await this.acts.unhide(tx, done.before.act);
        await this.acts.forget(tx, done.before.act);
        await this.acts.setFate(tx, thread.id, { mergedInto: null, deletedAt: null });
        for (const address of done.before.addresses)
          await this.addresses.add(tx, { ...address, siteId: site.id, threadId: thread.id });
        await this.startAnew(tx, thread, thread);
        return this.names.tell(tx, site, thread);
      }
      default:
        throw new ForumError('conflict', undefined, 'This cannot be taken back from the log.');
    }
  }

  private async act(
    staff: Staff,
    once: Once | null,
    id: string,
    work: (tx: Tx, site: KnownSite, thread: Thread) => Promise<Thread>,
  ): Promise<Written<ThreadView>> {
    const seen = await this.threads.byId(id);
    if (!seen || !staff.may(seen.siteId)) throw new ForumError('thread_not_found');
    return this.writes.run(staff.actor.id, once, async (tx) => {
      await this.threads.lockSite(tx, seen.siteId);
      const site = await this.sites.siteIn(tx, seen.siteId);
      const thread = await this.threads.lock(tx, id);
      if (!thread) throw new ForumError('thread_not_found');
      return new Written('done', threadView(await work(tx, site, thread), site));
    });
  }

  /** A new epoch: followers read the page again, since their positions are those of another order. */
  private startAnew(tx: Tx, { id }: Thread, { position }: Thread): Promise<void> {
    return this.acts.startAnew(tx, id, { epoch: newId(tx.now), least: position });
  }

  private async addressesOf(tx: Tx, { id }: Thread): Promise<Address[]> {
    return (await this.addresses.of(tx, id)).map(({ hash, kind, value }) => ({ hash, kind, value }));
  }

  private async isFree(tx: Tx, { id, siteId }: Thread, hash: string): Promise<void> {
    const owner = await this.addresses.find(tx, siteId, hash);
    if (owner !== null && owner !== id)
      throw new ForumError('conflict', { thread: owner }, 'Another discussion has this address or key: merge them.');
  }

  /** @throws ForumError invalid_request, host_not_allowed */
  private ownUrl(site: KnownSite, raw: string): string {
    const url = canonicalUrl(raw, site.settings.addresses);
    if (!this.sites.allowsHost(site, new URL(url).hostname)) throw new ForumError('host_not_allowed');
    return url;
  }

  private write(
    tx: Tx,
    { actor }: Staff,
    { id, siteId }: Thread,
    { action, before, after, reason }: { action: string; before: unknown; after: unknown; reason?: string | undefined },
  ): Promise<number> {
    const subject = { kind: 'thread', id } as const;
    return this.log.append(tx, { siteId, actor, action, subject, before, after, reason: reason ?? null });
  }
}

type Done =
  | { readonly action: 'thread.rename' | 'thread.move'; readonly before: Names; readonly after: Names }
  | {
      readonly action: 'thread.merge';
      readonly before: { readonly act: string; readonly addresses: readonly Address[] };
      readonly after: { readonly into: string };
    }
  | {
      readonly action: 'thread.delete';
      readonly before: { readonly act: string; readonly addresses: readonly Address[] };
      readonly after: unknown;
    };

/** What taking each of them back is called in the log. */
const UNDONE: Readonly<Record<Done['action'], string>> = {
  'thread.rename': 'thread.rename.undo',
  'thread.move': 'thread.move.undo',
  'thread.merge': 'thread.unmerge',
  'thread.delete': 'thread.undelete',
};
