import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { CONFIG, isLoopback, type Config } from '../config/config.js';
import { Transactions } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import { knownSite, siteSettings, type KnownSite, type SiteSettings } from './site-settings.js';
import { SitesRepository } from './sites.repository.js';

/** How long this process goes on with a site's settings that another one changed, in ms. */
const FRESH = 5_000;
const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?)*$/;

export type SiteChange = {
  readonly name?: string | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly settings?: Partial<SiteSettings> | undefined;
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

  /** Makes a site. @throws ForumError invalid_request, conflict when there is one of this id */
  async add(id: string, change: SiteChange): Promise<KnownSite> {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
      throw new ForumError('invalid_request', [
        { path: 'id', message: 'must be lower-case letters, digits and hyphens' },
      ]);
    }
    const row = merged({ id, name: id, hosts: '[]', settings: '{}' }, change);
    await this.transactions.run(async (tx) => {
      const isNew = await this.repository.insert(tx, row);
      if (!isNew) throw new ForumError('conflict', undefined, `There is a site “${id}” already.`);
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

  /** Changes what is named, keeps the rest. @throws ForumError site_not_found, invalid_request */
  async change(id: string, change: SiteChange): Promise<KnownSite> {
    const { name, hosts, settings } = await this.site(id);
    const row = merged({ id, name, hosts: JSON.stringify(hosts), settings: JSON.stringify(settings) }, change);
    await this.transactions.run(async (tx) => {
      await this.repository.update(tx, row);
      tx.emit({ name: 'site.changed', siteId: id });
    });
    return knownSite(row, this.config);
  }

  private async read(): Promise<ReadonlyMap<string, KnownSite>> {
    const rows = await this.repository.all();
    return new Map(rows.map((row) => [row.id, knownSite(row, this.config)]));
  }
}

function merged(row: { id: string; name: string; hosts: string; settings: string }, change: SiteChange): typeof row {
  const hosts = change.hosts ?? (JSON.parse(row.hosts) as string[]);
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong !== undefined) {
    throw new ForumError('invalid_request', [
      { path: 'hosts', message: `“${wrong}” is not a host name (lower case, no port, no wildcard)` },
    ]);
  }
  const settings = siteSettings.safeParse({ ...(JSON.parse(row.settings) as object), ...change.settings });
  if (!settings.success) {
    throw new ForumError(
      'invalid_request',
      settings.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  }
  return {
    id: row.id,
    name: change.name ?? row.name,
    hosts: JSON.stringify(hosts),
    settings: JSON.stringify(settings.data),
  };
}
