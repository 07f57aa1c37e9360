import { Injectable } from '@nestjs/common';
import { accountOf, type AccountableActor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import { AuditLog } from '../../audit/audit-log.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import type { Tx } from '../../database/transactions.js';
import { QueueLog } from '../../events/queue-log.js';
import { ForumError } from '../../errors/forum-error.js';
import { say, type Text } from '../../i18n/text.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { AddressesRepository } from '../../threads/addresses/addresses.repository.js';
import { NamesService } from '../../threads/names.service.js';
import type { Thread } from '../../threads/thread.entity.js';
import { threadView } from '../../threads/thread.view.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { ThreadAnswer } from './thread-acts.schema.js';
import { hashOf, UNDONE, writeDown, type Act, type KeptAddress, type Names } from './acts.js';
import { Merging } from './merging.service.js';
import { ThreadActsRepository } from './thread-acts.repository.js';

type Done<A extends Act['action']> = Extract<Act, { action: A }>;

/** Takes back what the log says was done to a thread: a new entry. */
@Injectable()
export class ThreadUndoService {
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

  /** @throws ForumError thread_not_found, conflict where it was taken back already or cannot be */
  async undo(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    entryId: string,
  ): Promise<WriteResult<ThreadAnswer>> {
    const sites = [...(await this.sites.all()).keys()].filter((siteId) => may(actor, 'thread.undo', siteId));
    const [entry] = /^\d{1,15}$/.test(entryId) ? await this.log.list(sites, Number(entryId) + 1, 1) : [];
    if (entry?.seq !== Number(entryId) || entry.subjectKind !== 'thread') throw unknown();
    if (!Object.hasOwn(UNDONE, entry.action)) throw refused(say('refused.notToBeUndone'));
    const act = { action: entry.action, before: JSON.parse(entry.before), after: JSON.parse(entry.after) } as Act;
    return this.writes.run(accountOf(actor).id, once, async (tx) => {
      await this.threads.lockSite(tx, entry.siteId);
      const site = await this.sites.siteIn(tx, entry.siteId);
      const thread = await this.threads.lockRow(tx, entry.subjectId);
      if (!thread) throw unknown();
      // Done once more since, it is that entry which says what is taken back now.
      if (FATES.has(entry.action) && (await this.log.hasLater(tx, entry, [...FATES])))
        throw refused(say('refused.undoneAlready'));
      const restored = await this.takeBack(tx, site, thread, act);
      const undone = { action: UNDONE[act.action], before: act.after, after: { ...act.before, undoes: entry.seq } };
      await writeDown(this.log, tx, accountOf(actor), thread, undone, `Takes back entry ${entry.seq}`);
      const waiting = act.action === 'thread.delete' ? await this.acts.waiting(tx, thread.id) : [];
      await this.queue.appendAll(tx, { siteId: site.id, move: 'entered', by: accountOf(actor) }, waiting);
      return new WriteResult('done', { ...threadView(restored, site), entry: null });
    });
  }

  private takeBack(tx: Tx, site: KnownSite, thread: Thread, act: Act): Promise<Thread> {
    switch (act.action) {
      case 'thread.rename':
      case 'thread.move':
        return this.nameAsBefore(tx, site, thread, act);
      case 'thread.merge':
        return this.unmerge(tx, site, thread, act);
      case 'thread.delete':
        return this.undelete(tx, site, thread, act);
    }
  }

  /** Of its names those that the act changed; by what the act added it is not found any more. */
  private async nameAsBefore(
    tx: Tx,
    site: KnownSite,
    thread: Thread,
    { before, after }: Done<'thread.rename' | 'thread.move'>,
  ): Promise<Thread> {
    if (thread.deletedAt !== null || thread.mergedInto !== null) throw refused(say('refused.goneSince'));
    const changed = (['title', 'titleBy', 'url', 'key'] as const).filter((name) => before[name] !== after[name]);
    const added = await this.ofThread(tx, site, thread, after.added ?? []);
    const isThere = changed.every((name) => thread[name] === after[name]) && changed.length + added.length > 0;
    if (!isThere) throw refused(say('refused.undoneOrChanged'));
    const was = Object.fromEntries(changed.map((name) => [name, before[name]])) as Partial<Names>;
    const toldAt = thread.toldAt === after.toldAt ? before.toldAt : thread.toldAt;
    await this.threads.setNames(tx, { ...thread, ...was, toldAt });
    for (const hash of added) await this.addresses.release(tx, site.id, hash);
    return this.names.appendChanged(tx, site, thread);
  }

  private async unmerge(
    tx: Tx,
    site: KnownSite,
    from: Thread,
    { before, after }: Done<'thread.merge'>,
  ): Promise<Thread> {
    if (from.mergedInto !== after.into) throw refused(say('refused.undoneAlready'));
    const into = await this.threads.lockRow(tx, after.into);
    if (into?.mergedInto !== null || into.deletedAt !== null) throw refused(say('refused.goneSince'));
    await this.acts.setFate(tx, from.id, { mergedInto: null, deletedAt: null });
    await this.acts.unmerge(tx, before.act, from.id, into.id);
    await this.acts.forget(tx, before.act);
    await this.giveBack(tx, site, from, before.addresses, into);
    await this.merging.startAnew(tx, into, from.position);
    await this.merging.startAnew(tx, from, into.position);
    await this.names.appendChanged(tx, site, into);
    return this.names.appendChanged(tx, site, from);
  }

  private async undelete(tx: Tx, site: KnownSite, thread: Thread, { before }: Done<'thread.delete'>): Promise<Thread> {
    if (thread.deletedAt === null) throw refused(say('refused.undoneAlready'));
    await this.acts.unhide(tx, before.act);
    await this.acts.forget(tx, before.act);
    await this.acts.setFate(tx, thread.id, { mergedInto: null, deletedAt: null });
    await this.giveBack(tx, site, thread, before.addresses, null);
    await this.merging.startAnew(tx, thread, thread.position);
    return this.names.appendChanged(tx, site, thread);
  }

  /** Of these addresses those by which the thread is found, hashed. */
  private async ofThread(
    tx: Tx,
    site: KnownSite,
    { id }: Thread,
    addresses: readonly KeptAddress[],
  ): Promise<string[]> {
    const hashes = addresses.map((address) => hashOf(address, site.settings.addresses));
    const owners = await Promise.all(hashes.map((hash) => this.addresses.find(tx, site.id, hash)));
    return hashes.filter((_, at) => owners[at] === id);
  }

  /**
   * Gives addresses and keys back by which a thread was found; those of `holder` too, but for where `holder` is itself. What
   * any other thread has by now stays there: merging is a decision of staff.
   */
  private async giveBack(
    tx: Tx,
    site: KnownSite,
    thread: Thread,
    addresses: readonly KeptAddress[],
    holder: Thread | null,
  ): Promise<void> {
    const rules = site.settings.addresses;
    const own = holder ? [hashOf({ kind: 'url', value: holder.url }, rules)] : [];
    if (holder?.key) own.push(hashOf({ kind: 'key', value: holder.key }, rules));
    // Where it was itself, too: it may have had to leave that to another that was the same article by then.
    const all: readonly KeptAddress[] = [...addresses, { kind: 'url', value: thread.url }];
    for (const address of all) {
      const hash = hashOf(address, rules);
      if (own.includes(hash)) continue;
      const owner = await this.addresses.find(tx, site.id, hash);
      if (owner !== null && owner === holder?.id) await this.addresses.release(tx, site.id, hash);
      await this.addresses.add(tx, { source: '', ...address, hash, siteId: site.id, threadId: thread.id });
    }
  }
}

/** What decides what becomes of a whole thread: only the last of them can be taken back. */
const FATES = new Set(['thread.merge', 'thread.delete'].flatMap((action) => [action, UNDONE[action as Act['action']]]));
const refused = (text: Text) => new ForumError('conflict', undefined, text);
const unknown = () => new ForumError('thread_not_found', undefined, say('refused.noSuchEntry'));
