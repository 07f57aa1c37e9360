import { Injectable } from '@nestjs/common';
import { canModerate, moderatedSites, type Actor } from '../auth/actor.js';
import { ForumError } from '../errors/forum-error.js';
import { SitesService } from '../sites/sites.service.js';

/** Which sites a moderator sees. Every question of moderation goes through here. */
@Injectable()
export class Scope {
  constructor(private readonly sites: SitesService) {}

  /** The site that was asked for, or every one the actor moderates. @throws ForumError site_not_found for one that it does not */
  async of(actor: Actor, siteId?: string): Promise<readonly string[]> {
    const all = [...(await this.sites.all()).keys()];
    if (siteId !== undefined) {
      if (!all.includes(siteId) || !canModerate(actor, siteId)) throw new ForumError('site_not_found');
      return [siteId];
    }
    const mine = moderatedSites(actor);
    return mine.includes('*') ? all : all.filter((id) => mine.includes(id));
  }
}
