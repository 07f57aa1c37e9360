import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { ForumSettings } from '../../settings/forum-settings.js';
import { SETTINGS, type Layer } from '../../settings/registry.js';
import { SettingsService } from '../../settings/settings.service.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** What holds of these for one author. */
export type AuthorSettings = Pick<ForumSettings, 'premoderation' | 'newcomerMessages'>;

/** What is set where the draft would stand, and for its author. */
@Injectable()
export class AuthorSettingsFact implements Fact<AuthorSettings> {
  readonly name = 'author_settings';

  constructor(private readonly settings: SettingsService) {}

  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<AuthorSettings>> {
    const own = new Map<string, Layer[]>();
    for (const { site, author } of drafts) {
      const key = keyOf(site.id, author.id);
      if (!own.has(key))
        own.set(key, await this.settings.layersOf({ siteId: site.id, scope: 'member', owner: author.id }, tx));
    }
    return { of: ({ site, author }) => holding(site.settings, own.get(keyOf(site.id, author.id)) ?? []) };
  }
}

const keyOf = (siteId: string, memberId: string): string => `${siteId} ${memberId}`;

/** `around`: what holds for whoever else writes there. */
function holding(around: ForumSettings, own: readonly Layer[]): AuthorSettings {
  const { premoderation, newcomerMessages } =
    own.length === 0 ? around : SETTINGS.values([{ scope: 'site', stored: around }, ...own]);
  return { premoderation, newcomerMessages };
}
