import { Injectable } from '@nestjs/common';
import { accountOf, type AccountableActor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import type { Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { fieldOf } from '../../settings/form.js';
import { SETTINGS, type Layer } from '../../settings/registry.js';
import type { SettingsPlace } from '../../settings/settings.repository.js';
import { SettingsService, type SettingsChange } from '../../settings/settings.service.js';
import { understand, type Stored } from '../../settings/stored.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import { RecordsRepository } from '../records/records.repository.js';
import type { ChangeSettings, ReplaceSettings } from './settings-bodies.js';
import type { SettingsAnswer, SettingsQuery } from './settings.schema.js';

/** A place of a site, what is set around it from the widest on, and what is set in it. */
type Place = {
  readonly at: SettingsPlace | null;
  readonly site: KnownSite;
  readonly around: readonly Layer[];
  readonly own: { readonly stored: Stored; readonly revision: number };
};

/** Which permission it takes to see and change what is set where. */
const PERMISSION = {
  site: 'site.settings',
  section: 'site.settings',
  thread: 'thread.settings',
  member: 'member.settings',
} as const;

/** What staff set for a site, a section of it, one discussion or one member. */
@Injectable()
export class SettingsOfPlacesService {
  constructor(
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly records: RecordsRepository,
    private readonly settings: SettingsService,
    private readonly writes: IdempotentWrites,
    private readonly reads: PrimaryReads,
  ) {}

  /** @throws ForumError site_not_found, thread_not_found, member_not_found */
  async read(actor: AccountableActor, siteId: string, of: SettingsQuery): Promise<SettingsAnswer> {
    return answerOf(await this.place(actor, siteId, of));
  }

  /**
   * Changes what is named.
   * @throws ForumError site_not_found, thread_not_found, member_not_found, invalid_request, conflict (the place has another revision by now)
   */
  async change(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    { siteId, of }: { readonly siteId: string; readonly of: SettingsQuery },
    { settings: set, unset = [], revision }: ChangeSettings,
  ): Promise<WriteResult<SettingsAnswer>> {
    // Also of a discussion that is gone by now: what was done once is answered again to whoever did not get the answer.
    const { at } = await this.place(actor, siteId, of, { mayBeGone: true });
    const scope = at?.scope ?? 'site';
    const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
    refuseElsewhere([...Object.keys(given), ...unset], scope);
    const by = accountOf(actor);
    return this.writes.run(by.id, once, async (tx) => {
      await this.place(actor, siteId, of, { on: tx });
      await this.put(tx, siteId, at, { set: given, unset, revision }, by);
      return new WriteResult('done', answerOf(await this.place(actor, siteId, of, { on: tx })));
    });
  }

  /**
   * What is sent is all that is set there.
   * @throws ForumError site_not_found, thread_not_found, member_not_found, invalid_request, conflict (the place has another revision by now)
   */
  replace(
    actor: AccountableActor,
    once: IdempotencyKey | null,
    place: { readonly siteId: string; readonly of: SettingsQuery },
    { settings, revision }: ReplaceSettings,
  ): Promise<WriteResult<SettingsAnswer>> {
    const free = SETTINGS.all(scopeOf(place.of)).filter(({ changedBy }) => changedBy === undefined);
    const unset = free.map(({ name }) => name).filter((name) => settings[name] === undefined);
    return this.change(actor, once, place, { settings, unset, revision });
  }

  private async put(
    tx: Tx,
    siteId: string,
    at: SettingsPlace | null,
    change: SettingsChange,
    by: { readonly id: string; readonly name: string },
  ): Promise<void> {
    if (at) return this.settings.change(tx, at, change, by);
    const { set, unset, revision } = change;
    await this.sites.changeIn(tx, siteId, { settings: set, unset, revision }, by);
  }

  private async place(
    actor: AccountableActor,
    siteId: string,
    of: SettingsQuery,
    { on = this.reads, mayBeGone = false }: { readonly on?: Queries; readonly mayBeGone?: boolean } = {},
  ): Promise<Place> {
    const scope = scopeOf(of);
    const site = await this.sites.siteIn(on, siteId);
    if (!may(actor, PERMISSION[scope], siteId)) throw new ForumError('site_not_found');
    const whole: Layer = { scope: 'site', stored: site.stored };
    if (scope === 'site') return { at: null, site, around: [], own: { stored: site.stored, revision: site.revision } };
    const owner = of.section ?? of.thread ?? of.member ?? '';
    const at = { siteId, scope, owner } as const;
    const own = await this.settings.at(at, on);
    if (scope === 'member' && !(await this.records.isKnownOn(on, owner, [siteId])))
      throw new ForumError('member_not_found');
    if (scope !== 'thread') return { at, site, around: [whole], own };
    const thread = await (mayBeGone ? this.threads.row(owner) : this.threads.byId(owner, on));
    if (thread?.siteId !== siteId || thread.id !== owner) throw new ForumError('thread_not_found');
    const article = { id: thread.id, url: () => Promise.resolve(thread.url) };
    const sections = await this.settings.sectionsAround(siteId, article, on === this.reads ? undefined : on);
    return { at, site, around: [whole, ...sections], own };
  }
}

const scopeOf = ({ section, thread, member }: SettingsQuery): 'site' | 'section' | 'thread' | 'member' =>
  section !== undefined ? 'section' : thread !== undefined ? 'thread' : member !== undefined ? 'member' : 'site';

/** @throws ForumError invalid_request for what is set elsewhere, or nowhere */
function refuseElsewhere(names: readonly string[], scope: Layer['scope']): void {
  for (const name of names) {
    const setting = SETTINGS.get(name);
    const message = !setting?.scopes.includes(scope)
      ? `is nothing that can be set for a ${scope}`
      : setting.changedBy !== undefined && `is changed by “${setting.changedBy}”`;
    if (message) throw new ForumError('invalid_request', [{ path: name, message }]);
  }
}

function answerOf({ at, around, own }: Place): SettingsAnswer {
  const scope = at?.scope ?? 'site';
  const layers: readonly Layer[] = [...around, { scope, stored: own.stored }];
  return {
    scope,
    revision: own.revision,
    settings: SETTINGS.all(scope).map((setting) => {
      const { choices, labels, ...field } = fieldOf(setting);
      const { name, schema } = setting;
      const set = name in own.stored ? understand(name, schema, own.stored[name]) : {};
      return {
        ...field,
        ...(choices ? { choices: [...choices] } : {}),
        ...(labels ? { labels: { ...labels } } : {}),
        ...SETTINGS.resolve(setting, layers),
        ...('value' in set ? { own: set.value } : {}),
      };
    }),
  };
}
