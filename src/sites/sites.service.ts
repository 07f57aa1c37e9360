import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '../audit/audit-log.js';
import { Clock } from '../config/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { isLoopback } from '../config/loopback.js';
import type { Queries } from '../database/sql.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';
import { EventBus } from '../events/event-bus.js';
import { hostOf } from './hosts.js';
import { SETTINGS } from '../settings/registry.js';
import { SettingsService, type ThreadPlace } from '../settings/settings.service.js';
import { storedIn, withValues } from '../settings/stored.js';
import {
  knownSite,
  siteWithin,
  storedHosts,
  type KnownSite,
  type SiteRow,
  type SiteSettings,
} from './site-settings.js';
import { SitesRepository } from './sites.repository.js';

/** How long this process goes on with a site's settings that another one changed, in ms. */
const FRESH = 5_000;

export type SiteChange = {
  readonly name?: string | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly settings?: Partial<SiteSettings> | undefined;
  /** Names of settings that are to be the forum's defaults again. */
  readonly unset?: readonly string[] | undefined;
  /** The revision that whoever asks has seen: where the site has another by now, the change is refused. */
  readonly revision?: number | undefined;
};

/** Publications: who may carry the forum, and how each wants it. */
@Injectable()
export class SitesService {
  private sites: Promise<ReadonlyMap<string, KnownSite>> | undefined;
  private readAt = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly repository: SitesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly log: AuditLog,
    private readonly scoped: SettingsService,
    bus: EventBus,
  ) {
    bus.on('site.changed', () => {
      this.sites = undefined;
    });
  }

  /** @throws ForumError site_not_found */
  async site(id: string): Promise<KnownSite> {
    const site = (await this.all()).get(id);
    if (!site) throw new ForumError('site_not_found');
    return site;
  }

  /** The site with the settings that hold for one of its threads. @throws ForumError site_not_found */
  async forThread(id: string, thread: ThreadPlace): Promise<KnownSite> {
    return siteWithin(await this.site(id), await this.scoped.around(id, thread), this.config);
  }

  /** The site as it stands in this unit of work, whatever this process last read. @throws ForumError site_not_found */
  async siteIn(on: Queries, id: string): Promise<KnownSite> {
    const row = await this.repository.one(on, id);
    if (!row) throw new ForumError('site_not_found');
    return knownSite(row, this.config);
  }

  all(): Promise<ReadonlyMap<string, KnownSite>> {
    // Either way: a clock that is put back must not keep what was read before it.
    if (!this.sites || Math.abs(this.clock.now() - this.readAt) > FRESH) {
      this.readAt = this.clock.now();
      const read = this.read();
      read.catch(() => {
        if (this.sites === read) this.sites = undefined;
      });
      this.sites = read;
    }
    return this.sites;
  }

  /** True when the site's tag may stand on this host, or the host is the forum's own. Whole names only: no suffixes, no wildcards. */
  allowsHost(site: KnownSite, hostname: string): boolean {
    const own = this.config.PUBLIC_URL.hostname;
    if (site.hosts.includes(hostname) || hostname === own) return true;
    return isLoopback(hostname) && site.hosts.includes('localhost') && isLoopback(own);
  }

  /** True when pages of this origin may open a socket: one of any site's hosts. */
  async allowsOrigin(origin: string): Promise<boolean> {
    if (!URL.canParse(origin)) return false;
    const { hostname, protocol } = new URL(origin);
    if (protocol !== 'https:' && protocol !== 'http:') return false;
    return [...(await this.all()).values()].some((site) => this.allowsHost(site, hostname));
  }

  /**
   * Makes a site.
   * @param by who is written down for it; nobody where the forum itself makes it at its first start
   * @throws ForumError invalid_request, conflict when there is one of this id
   */
  async add(id: string, change: SiteChange, by: AuditActor | null = null): Promise<KnownSite> {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
      throw new ForumError('invalid_request', [
        { path: 'id', message: 'must be lower-case letters, digits and hyphens' },
      ]);
    }
    const row = merged({ id, name: id, hosts: '[]', settings: '{}', revision: 0 }, change);
    await this.transactions.run(async (tx) => {
      const isNew = await this.repository.insert(tx, row);
      if (!isNew) throw new ForumError('conflict', undefined, say('refused.siteExists', { id }));
      if (by) await this.log.append(tx, { ...entry('site.add', id, by), before: null, after: loggedSite(row) });
      tx.emit({ name: 'site.changed', siteId: id });
    });
    return knownSite(row, this.config);
  }

  /** Makes a site unless there is one of this id: also one that another process has just made. */
  async ensure(id: string, change: SiteChange): Promise<void> {
    await this.add(id, change).catch((error: unknown) => {
      if (!(error instanceof ForumError && error.code === 'conflict')) throw error;
      this.sites = undefined;
    });
  }

  /**
   * Changes what is named, keeps the rest: also what somebody else has changed meanwhile, and what only another build knows.
   * @throws ForumError site_not_found, invalid_request; conflict where `revision` is not the site's any more
   */
  async change(id: string, change: SiteChange, by: AuditActor | null = null): Promise<KnownSite> {
    return this.transactions.run((tx) => this.changeIn(tx, id, change, by));
  }

  /** The same within a unit of work. */
  async changeIn(tx: Tx, id: string, change: SiteChange, by: AuditActor | null): Promise<KnownSite> {
    const before = await this.repository.lock(tx, id);
    if (!before) throw new ForumError('site_not_found');
    if (change.revision !== undefined && change.revision !== before.revision) throw new ForumError('conflict');
    const after = merged(before, change);
    await this.repository.update(tx, after);
    if (by) await this.log.append(tx, { ...entry('site.change', id, by), ...changedOf(before, after) });
    tx.emit({ name: 'site.changed', siteId: id });
    return knownSite(after, this.config);
  }

  /** Takes a site away where no discussion is, in a unit of work. @throws ForumError site_not_found, conflict */
  async removeIn(tx: Tx, id: string, by: AuditActor): Promise<void> {
    const before = await this.repository.lock(tx, id);
    if (!before) throw new ForumError('site_not_found');
    const { all, deleted } = await this.repository.threadsOf(tx, id);
    if (all > deleted) throw new ForumError('conflict', undefined, say('refused.siteInUse', { id, n: all }));
    if (deleted > 0) throw new ForumError('conflict', undefined, say('refused.siteHasDeleted', { id, n: deleted }));
    await this.repository.takeAway(tx, id);
    await this.scoped.forget(tx, id);
    // Of a site that is no more nobody reads the log: it stands in everybody's.
    await this.log.append(tx, {
      ...entry('site.remove', id, by),
      siteId: '*',
      before: loggedSite(before),
      after: null,
    });
    tx.emit({ name: 'site.changed', siteId: id });
  }

  private async read(): Promise<ReadonlyMap<string, KnownSite>> {
    const rows = await this.repository.all();
    for (const row of rows) this.scoped.tellUnusable(`Site ${row.id}`, storedIn(row.settings));
    return new Map(rows.map((row) => [row.id, knownSite(row, this.config)]));
  }
}

const entry = (action: string, id: string, actor: AuditActor) =>
  ({ siteId: id, actor, action, subject: { kind: 'site', id }, reason: null }) as const;

/** A site as the log tells of it; of a secret no more than that there is one. */
function loggedSite(row: SiteRow): Readonly<Record<string, unknown>> {
  const settings = Object.entries(storedIn(row.settings)).map(([name, value]) => [
    name,
    /secret|token|password/i.test(name) && value !== null ? '…' : value,
  ]);
  return { name: row.name, hosts: storedHosts(row), ...(Object.fromEntries(settings) as object) };
}

/** What is not the same any more, before and after. */
function changedOf(before: SiteRow, after: SiteRow): { readonly before: unknown; readonly after: unknown } {
  const [was, is] = [loggedSite(before), loggedSite(after)];
  const changed = Object.keys({ ...was, ...is }).filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]),
  );
  const only = (all: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((name) => [name, all[name] ?? null]));
  return { before: only(was), after: only(is) };
}

/** @throws ForumError invalid_request for what this build would not set */
function merged(row: SiteRow, change: SiteChange): SiteRow {
  const hosts = change.hosts?.map((host) => hostOf(host) ?? host) ?? storedHosts(row);
  const wrong = change.hosts?.find((host) => hostOf(host) === null);
  if (wrong !== undefined) {
    throw new ForumError('invalid_request', [
      { path: 'hosts', message: `“${wrong}” is not a host (a name or an address; no scheme, no port, no wildcard)` },
    ]);
  }
  if (change.name !== undefined && !/^.{1,200}$/su.test(change.name.trim()))
    throw new ForumError('invalid_request', [{ path: 'name', message: 'must be 1 to 200 characters' }]);
  const asked = Object.entries(change.settings ?? {}).filter(([, value]) => value !== undefined);
  const set = SETTINGS.checked(Object.fromEntries(asked), 'site');
  const unset = Object.fromEntries((change.unset ?? []).map((name) => [name, undefined]));
  return {
    id: row.id,
    name: change.name?.trim() ?? row.name,
    hosts: JSON.stringify(hosts),
    settings: JSON.stringify(withValues(storedIn(row.settings), { ...unset, ...set })),
    revision: row.revision + 1,
  };
}
