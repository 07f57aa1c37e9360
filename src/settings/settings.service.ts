import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AuditLog, type AuditActor } from '../audit/audit-log.js';
import type { Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import { SETTINGS, type Layer } from './registry.js';
import type { SettingsRow } from './settings.entity.js';
import { SettingsRepository, type SettingsPlace } from './settings.repository.js';
import { storedIn, withValues, type Stored } from './stored.js';

/** ms for which this process goes on with what another one changed, where no bus tells it. */
const FRESH = 5_000;
/** Sites, threads and members whose settings are kept at hand; and places of one site: beyond so many each thread is asked for. */
const PLACES = 10_000;
const OF_SITE = 1_000;
/** Sections of one site for which something can be set: each is looked at for each of its threads. */
export const SECTIONS = 200;

/** A thread, and where its article is: asked for only where a section of the site has settings of its own. */
export type ThreadPlace = { readonly id: string; readonly url: () => Promise<string> };

/** What a change leaves: what is set anew, and what is set no more. */
export type SettingsChange = {
  readonly set: Stored;
  /** Names whose value is to be as around the place again. */
  readonly unset: readonly string[];
  /** The revision that whoever asks has seen; 0: nothing was set yet. */
  readonly revision: number;
};

/** What is set for sections, threads and members of a site. */
@Injectable()
export class SettingsService {
  private readonly kept = new LRUCache<string, readonly SettingsRow[]>({ max: PLACES, ttl: FRESH });
  private readonly logger = new Logger(SettingsService.name);
  /** Stored values that this build cannot use, told once each. */
  private readonly warned = new Set<string>();
  /** What was read before a change must not be kept after it. */
  private changes = 0;

  constructor(
    private readonly settings: SettingsRepository,
    private readonly log: AuditLog,
    bus: EventBus,
  ) {
    bus.on('settings.changed', () => {
      this.changes += 1;
      this.kept.clear();
    });
  }

  /** What is set around an article's thread, from the widest section to the thread itself. */
  async around(siteId: string, thread: ThreadPlace): Promise<Layer[]> {
    const own = await this.layersOf({ siteId, scope: 'thread', owner: thread.id });
    return [...(await this.sectionsAround(siteId, thread)), ...own];
  }

  /**
   * What is set in the sections around a thread, from the widest on.
   * @param on the transaction of whoever asks within one, who may be about to change it: it is read there, and not kept
   */
  async sectionsAround(siteId: string, thread: ThreadPlace, on?: Queries): Promise<Layer[]> {
    const all = on ? await this.settings.ofSite(siteId, OF_SITE, on) : await this.ofSite(siteId);
    const sections = all.filter(({ scope }) => scope === 'section');
    if (sections.length === 0) return [];
    const path = pathOf(await thread.url());
    const around = sections.filter(({ owner }) => path === owner || path.startsWith(owner.replace(/\/?$/, '/')));
    return around.toSorted((a, b) => a.owner.length - b.owner.length).map(layerOf);
  }

  /**
   * What is set for one place by itself.
   * @param on the transaction of whoever asks within one: it must not wait for a second connection
   */
  async layersOf(place: SettingsPlace, on?: Queries): Promise<Layer[]> {
    const { siteId, scope, owner } = place;
    const all = await this.ofSite(siteId, on);
    if (all.length < OF_SITE) return all.filter((row) => row.scope === scope && row.owner === owner).map(layerOf);
    const rows = await this.keeping(`${scope} ${siteId} ${owner}`, async () => {
      const row = await this.settings.one(place, on);
      return row ? [row] : [];
    });
    return rows.map(layerOf);
  }

  /** The place as it stands, whatever was kept. Revision 0: nothing was ever set. */
  async at(place: SettingsPlace, on?: Queries): Promise<{ readonly stored: Stored; readonly revision: number }> {
    const row = await this.settings.one(place, on);
    return { stored: row ? storedIn(row.stored) : {}, revision: row?.revision ?? 0 };
  }

  /**
   * Changes what is named in one place; what only another build knows stays.
   * @throws ForumError invalid_request for what this build would not set there; conflict where the place has another revision by now
   */
  async change(tx: Tx, place: SettingsPlace, { set, unset, revision }: SettingsChange, by: AuditActor): Promise<void> {
    const { siteId, scope, owner } = place;
    const checked = SETTINGS.checked(set, scope);
    const row = await this.settings.one(place, tx);
    if ((row?.revision ?? 0) !== revision) throw new ForumError('conflict');
    const before = row ? storedIn(row.stored) : {};
    if (!row && scope === 'section') await this.refuseTooMany(tx, siteId);
    const after = withValues(before, { ...Object.fromEntries(unset.map((name) => [name, undefined])), ...checked });
    const isKept = await this.settings.put(tx, { ...place, stored: JSON.stringify(after), revision: revision + 1 });
    if (!isKept) throw new ForumError('conflict');
    await this.log.append(tx, {
      siteId,
      actor: by,
      action: 'settings.change',
      subject: { kind: scope === 'section' ? 'site' : scope, id: scope === 'section' ? siteId : owner },
      ...differences(scope === 'section' ? { section: owner } : {}, before, after),
      reason: null,
    });
    tx.emit({ name: 'settings.changed', siteId });
  }

  /** Of a site that is no more. */
  async forget(tx: Tx, siteId: string): Promise<void> {
    await this.settings.removeOf(tx, siteId);
    tx.emit({ name: 'settings.changed', siteId });
  }

  /** Logs what is stored and of no use to this build: once each. */
  tellUnusable(of: string, stored: Stored): void {
    for (const { name, stored: value } of SETTINGS.unusable(stored)) {
      const line = `${of}: ${name} is stored as ${JSON.stringify(value)}, which this version does not know; its default holds`;
      if (!this.warned.has(line)) this.logger.warn(line);
      this.warned.add(line);
    }
  }

  private async refuseTooMany(tx: Tx, siteId: string): Promise<void> {
    const sections = (await this.settings.ofSite(siteId, SECTIONS, tx)).filter(({ scope }) => scope === 'section');
    if (sections.length < SECTIONS) return;
    throw new ForumError('invalid_request', [
      { path: 'section', message: `must be one of at most ${SECTIONS} for which something is set` },
    ]);
  }

  private ofSite(siteId: string, on?: Queries): Promise<readonly SettingsRow[]> {
    return this.keeping(`site ${siteId}`, () => this.settings.ofSite(siteId, OF_SITE, on));
  }

  private async keeping(name: string, read: () => Promise<readonly SettingsRow[]>): Promise<readonly SettingsRow[]> {
    const kept = this.kept.get(name);
    if (kept) return kept;
    const { changes } = this;
    const rows = await read();
    for (const { scope, owner, siteId, stored } of rows)
      this.tellUnusable(`Site ${siteId}, ${scope} ${owner}`, storedIn(stored));
    if (changes === this.changes) this.kept.set(name, rows);
    return rows;
  }
}

const layerOf = ({ scope, stored }: SettingsRow): Layer => ({ scope, stored: storedIn(stored) });

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '/');

/** What is not the same any more, before and after. */
function differences(of: Stored, before: Stored, after: Stored): { readonly before: Stored; readonly after: Stored } {
  const changed = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const only = (all: Stored) => ({ ...of, ...Object.fromEntries(changed.map((name) => [name, all[name] ?? null])) });
  return { before: only(before), after: only(after) };
}
