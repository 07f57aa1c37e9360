import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AuditActor } from '../../audit/audit-log.js';
import { accountOf, type AccountableActor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { Jobs } from '../../jobs/jobs.service.js';
import type { AddressRules } from '../../sites/address-rules.schema.js';
import { SitesService } from '../../sites/sites.service.js';
import { AddressesRepository } from '../../threads/addresses/addresses.repository.js';
import { hashOfUrl } from '../../threads/addresses/thread-names.js';
import { titleOf } from '../../threads/thread.view.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { AddressesAnswer, ChangeAddresses, PreviewAddresses, SitesAnswer } from './addresses.schema.js';
import { Merging } from '../threads/merging.service.js';
import { FORGET_FORMER, MERGE_TWINS } from './address-rules.jobs.js';
import { AddressRulesRepository } from './address-rules.repository.js';
import { byWeight, hashesOf, twinsUnder, type KnownThread, type Twins } from './twins.js';

/** Pairs in one job, addresses in one statement, and addresses that are let go in one unit. */
const PAIRS = 50;
const ROWS = 500;
/** ms for which a process may go on with the rules that it read last, and more: see SitesService. */
const OLD_RULES = 60_000;
const WHY = 'Their addresses are one by the site’s rules';

type Pair = [from: string, into: string];

/** How a site's rules of addresses change: shown before, then done at once, and what falls together is merged in small steps. */
@Injectable()
export class AddressRulesService implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly writes: IdempotentWrites,
    private readonly reads: PrimaryReads,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly addresses: AddressesRepository,
    private readonly repository: AddressRulesRepository,
    private readonly merging: Merging,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(MERGE_TWINS, async ({ siteId, actor, pairs }, signal) => {
      for (const pair of pairs) if (!signal.aborted) await this.mergePair(siteId, actor, pair);
      signal.throwIfAborted();
    });
    this.jobs.handle(FORGET_FORMER, async ({ siteId }, signal) => {
      for (let after: string | null = ''; after !== null && !signal.aborted;) after = await this.forget(siteId, after);
      signal.throwIfAborted();
    });
  }

  /** The sites whose rules one may change, as they are now. */
  async sitesOf(actor: AccountableActor): Promise<SitesAnswer> {
    const all = [...(await this.sites.all()).values()];
    const administered = all.filter(({ id }) => may(actor, 'site.addresses', id));
    const moderated = all.filter(({ id }) => may(actor, 'site.list', id));
    return {
      moderates: moderated.map(({ id, name }) => ({ id, name })),
      sites: administered.map(({ id, name, hosts, revision, settings: { addresses } }) => ({
        id,
        name,
        hosts: [...hosts],
        revision,
        addresses,
      })),
    };
  }

  /** What would fall together; without a change: what is there twice already. @throws ForumError site_not_found */
  async preview(
    actor: AccountableActor,
    siteId: string,
    change: PreviewAddresses['addresses'],
  ): Promise<AddressesAnswer> {
    const site = await this.sites.site(siteId);
    if (!may(actor, 'site.addresses', siteId)) throw new ForumError('site_not_found');
    const addresses = withChange(site.settings.addresses, change);
    return answerOf(addresses, twinsUnder(addresses, await this.repository.threads(this.reads, siteId)));
  }

  /**
   * Changes the rules: from then on each article is found by them, and by those of before for a minute, since other processes
   * may go by those. What falls together is merged one after another; until then its address leads to the thread with the
   * most messages, and each id to its own.
   * @throws ForumError site_not_found, invalid_request, conflict where the site has another revision
   */
  async apply(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    siteId: string,
    { addresses: change, revision }: ChangeAddresses,
  ): Promise<WriteResult<AddressesAnswer>> {
    await this.sites.site(siteId);
    if (!may(actor, 'site.addresses', siteId)) throw new ForumError('site_not_found');
    return this.writes.run(accountOf(actor).id, once, async (tx) => {
      await this.threads.lockSite(tx, siteId);
      const before = (await this.sites.siteIn(tx, siteId)).settings.addresses;
      const addresses = withChange(before, change);
      const { revision: now } = await this.sites.siteIn(tx, siteId);
      if (revision !== undefined && revision !== now) throw new ForumError('conflict');
      if (JSON.stringify(addresses) !== JSON.stringify(before))
        await this.sites.changeIn(tx, siteId, { settings: { addresses } }, accountOf(actor));
      const threads = await this.repository.threads(tx, siteId);
      await this.assign(tx, siteId, addresses, threads);
      await tx.enqueue(FORGET_FORMER, { siteId }, { dedupeKey: siteId, runAt: tx.now + OLD_RULES });
      const twins = twinsUnder(addresses, threads);
      const pairs = pairsOf(twins);
      for (let at = 0; at < pairs.length; at += PAIRS)
        await tx.enqueue(MERGE_TWINS, { siteId, actor: accountOf(actor), pairs: pairs.slice(at, at + PAIRS) });
      return new WriteResult('done', answerOf(addresses, twins));
    });
  }

  /** Merges what an answer of `apply` named, now. What the jobs find done they leave. */
  async mergeNow(actor: AccountableActor, siteId: string, twins: AddressesAnswer['twins']): Promise<void> {
    for (const pair of pairsOf(twins)) await this.mergePair(siteId, accountOf(actor), pair);
  }

  private async assign(tx: Tx, siteId: string, rules: AddressRules, threads: readonly KnownThread[]): Promise<void> {
    const owners = new Map<string, { hash: string; threadId: string; value: string }>();
    const heaviest = threads.toSorted(byWeight);
    const take = ({ id: threadId }: KnownThread, addresses: readonly string[]) => {
      for (const [hash, value] of hashesOf(addresses, rules))
        if (!owners.has(hash)) owners.set(hash, { hash, threadId, value });
    };
    for (const thread of heaviest) take(thread, thread.addresses);
    // Of threads that had to leave their address to another: it may be free under other rules.
    for (const thread of heaviest) take(thread, [thread.url]);
    const rows = [...owners.values()];
    for (let at = 0; at < rows.length; at += ROWS) await this.repository.assign(tx, siteId, rows.slice(at, at + ROWS));
  }

  /** Nothing where either is gone by now, or staff has given the two different keys. */
  private async mergePair(siteId: string, actor: AuditActor, [from, into]: Pair): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.threads.lockSite(tx, siteId);
      const site = await this.sites.siteIn(tx, siteId);
      const one = await this.threads.lockRow(tx, from);
      const other = await this.threads.lock(tx, into);
      if (one?.mergedInto !== null || one.deletedAt !== null || !other || other.id === one.id) return;
      if (one.siteId !== siteId || other.siteId !== siteId) return;
      if (one.key !== null && other.key !== null && one.key !== other.key) return;
      await this.merging.merge(tx, { site, from: one, into: other, actor, reason: WHY });
    });
  }

  /** One step; answers where to go on, or null. */
  private async forget(siteId: string, after: string): Promise<string | null> {
    return this.transactions.run(async (tx) => {
      await this.threads.lockSite(tx, siteId);
      const { addresses: rules } = (await this.sites.siteIn(tx, siteId)).settings;
      const rows = await this.addresses.onSite(tx, siteId, after, ROWS);
      const former = rows.filter(({ hash, value }) => hashOfUrl(value, rules) !== hash);
      await this.repository.removeEach(
        tx,
        siteId,
        former.map(({ hash }) => hash),
      );
      return rows.length === ROWS ? (rows.at(-1)?.hash ?? null) : null;
    });
  }
}

/** What is not said stays as it is. */
const withChange = (rules: AddressRules, change: PreviewAddresses['addresses']): AddressRules => ({
  ...rules,
  ...(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<AddressRules>),
});

const named = ({ id, title, url, messageCount }: KnownThread) => ({
  id,
  title: titleOf({ title, url }),
  url,
  messageCount,
});
const answerOf = (addresses: AddressRules, twins: readonly Twins[]): AddressesAnswer => ({
  addresses,
  twins: twins.map(({ into, from }) => ({ into: named(into), from: from.map(named) })),
});

const pairsOf = (twins: readonly { into: { id: string }; from: readonly { id: string }[] }[]): Pair[] =>
  twins.flatMap(({ into, from }) => from.map(({ id }): Pair => [id, into.id]));
