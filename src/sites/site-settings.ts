import type { Config } from '../config/config.js';
import type { ForumSettings } from '../settings/forum-settings.js';
import { SETTINGS, type Layer } from '../settings/registry.js';
import { storedIn, type Stored } from '../settings/stored.js';

export type SiteSettings = ForumSettings;
type Bounds = Pick<Config, 'MESSAGE_LENGTH' | 'EDIT_WINDOW'>;

/** A site as the services use it, or a part of it: with the settings that hold there. */
export type KnownSite = {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly settings: SiteSettings;
  /** What the site itself has set, whatever of it this build understands. */
  readonly stored: Stored;
  /** Rises by one with each change. */
  readonly revision: number;
  readonly maxLength: number;
  /** Seconds. */
  readonly editWindow: number;
};

export type SiteRow = { id: string; name: string; hosts: string; settings: string; revision: number };

export function storedHosts({ hosts }: Pick<SiteRow, 'hosts'>): string[] {
  const stored = parsed(hosts);
  return Array.isArray(stored) ? stored.filter((host): host is string => typeof host === 'string') : [];
}

export function knownSite(row: SiteRow, config: Bounds): KnownSite {
  const { id, name, revision } = row;
  const stored = storedIn(row.settings);
  const site = { id, name, revision, stored, hosts: storedHosts(row) };
  return { ...site, ...heldBy([{ scope: 'site', stored }], config) };
}

/** The site as it is in a place of it: for a section, a thread, a member. */
export const siteWithin = (site: KnownSite, layers: readonly Layer[], config: Bounds): KnownSite =>
  layers.length === 0 ? site : { ...site, ...heldBy([{ scope: 'site', stored: site.stored }, ...layers], config) };

function heldBy(layers: readonly Layer[], config: Bounds): Pick<KnownSite, 'settings' | 'maxLength' | 'editWindow'> {
  const settings = SETTINGS.values(layers);
  return {
    settings,
    maxLength: settings.messageLength ?? config.MESSAGE_LENGTH,
    editWindow: settings.editWindow ?? config.EDIT_WINDOW,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
