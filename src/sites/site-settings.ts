import { z } from 'zod';
import type { Config } from '../config/config.js';
import { ENGLISH, LANGUAGES } from '../i18n/languages.js';
import { addressRules } from './address-rules.schema.js';

/** What a site may set for itself: strict for what somebody sets, see `understoodSettings` for what is stored. */
export const siteSettings = z.strictObject({
  /** `all`: a moderator reads every message before it appears. */
  premoderation: z.enum(['none', 'all']).default('none'),
  /** Links of members with fewer published messages than this are held. 0: never. */
  newcomerMessages: z.int().min(0).max(1000).default(2),
  /** Open reports that take a message off the page until a moderator has looked; 0: never. */
  holdAfterReports: z.int().min(0).max(1000).default(0),
  /** Characters; null: the forum's MESSAGE_LENGTH. */
  messageLength: z.int().min(1).max(20_000).nullable().default(null),
  /** Seconds; null: the forum's EDIT_WINDOW. */
  editWindow: z.int().min(0).max(31_536_000).nullable().default(null),
  /** In which its pages are where nobody asks for another. */
  language: z.enum(LANGUAGES.map(({ code }) => code)).default(ENGLISH),
  /** Which addresses are one article. */
  addresses: addressRules.prefault({}),
});
export type SiteSettings = z.infer<typeof siteSettings>;

/** A site as the services use it. */
export type KnownSite = {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly settings: SiteSettings;
  /** Rises by one with each change. */
  readonly revision: number;
  readonly maxLength: number;
  /** Seconds. */
  readonly editWindow: number;
};

export type SiteRow = { id: string; name: string; hosts: string; settings: string; revision: number };

/** A stored setting that this build cannot use: the default holds, and what is stored stays as it is. */
export type Unusable = { readonly name: string; readonly stored: unknown };

/** What was stored by this build, an older or a newer one. What cannot be read at all is empty. */
export function storedSettings(row: Pick<SiteRow, 'settings'>): Stored {
  const stored = parsed(row.settings);
  return isRecord(stored) ? { ...stored } : {};
}

/** Stored settings as this build understands them, each for itself: one that it does not know is none of its business. */
export function understoodSettings(stored: Stored): {
  readonly settings: SiteSettings;
  readonly unusable: readonly Unusable[];
} {
  const { usable, unusable } = understood(siteSettings, stored);
  return { settings: siteSettings.parse(usable), unusable };
}

/** What is set anew over what was stored: within a group of settings, too, what only another build knows stays. */
export function withSettings(stored: Stored, set: Stored): Stored {
  const entries = Object.entries(set).map(([name, value]) => {
    const before = stored[name];
    return [name, isRecord(before) && isRecord(value) ? withSettings(before, value) : value];
  });
  return { ...stored, ...Object.fromEntries(entries) };
}

/** A group of settings (`addresses`) is understood like the whole: of its members each for itself. */
function understood({ shape }: z.ZodObject, stored: Stored, within = ''): { usable: Stored; unusable: Unusable[] } {
  const usable: Record<string, unknown> = {};
  const unusable: Unusable[] = [];
  for (const [name, value] of Object.entries(stored)) {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const group = groupOf(schema);
    if (group && isRecord(value)) {
      const inside = understood(group, value, `${within}${name}.`);
      usable[name] = inside.usable;
      unusable.push(...inside.unusable);
    } else if (schema && z.safeParse(schema, value).success) usable[name] = value;
    else if (schema) unusable.push({ name: `${within}${name}`, stored: value });
  }
  return { usable, unusable };
}

function groupOf(schema: unknown): z.ZodObject | null {
  const bare = schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
  return bare instanceof z.ZodObject ? bare : null;
}

type Stored = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function storedHosts({ hosts }: Pick<SiteRow, 'hosts'>): string[] {
  const stored = parsed(hosts);
  return Array.isArray(stored) ? stored.filter((host): host is string => typeof host === 'string') : [];
}

export function knownSite(row: SiteRow, config: Pick<Config, 'MESSAGE_LENGTH' | 'EDIT_WINDOW'>): KnownSite {
  const { settings } = understoodSettings(storedSettings(row));
  return {
    id: row.id,
    name: row.name,
    hosts: storedHosts(row),
    settings,
    revision: row.revision,
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
