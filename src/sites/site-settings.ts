import { z } from 'zod';
import type { Config } from '../config/config.js';

/** What a site may set for itself. */
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
});
export type SiteSettings = z.infer<typeof siteSettings>;

/** A site as the services use it. */
export type KnownSite = {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly settings: SiteSettings;
  readonly maxLength: number;
  /** Seconds. */
  readonly editWindow: number;
};

export function knownSite(
  row: { id: string; name: string; hosts: string; settings: string },
  config: Pick<Config, 'MESSAGE_LENGTH' | 'EDIT_WINDOW'>,
): KnownSite {
  const settings = siteSettings.parse(JSON.parse(row.settings));
  return {
    id: row.id,
    name: row.name,
    hosts: JSON.parse(row.hosts) as string[],
    settings,
    maxLength: settings.messageLength ?? config.MESSAGE_LENGTH,
    editWindow: settings.editWindow ?? config.EDIT_WINDOW,
  };
}
