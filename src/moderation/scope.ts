import { Injectable } from '@nestjs/common';
import type { Actor } from '../auth/actor.js';
import { may, sitesWhere } from '../auth/policy/may.js';
import type { Permission } from '../auth/policy/policy.js';
import { ForumError } from '../errors/forum-error.js';
import { SitesService } from '../sites/sites.service.js';

/** Which sites a moderator sees. Every question of moderation goes through here. */
@Injectable()
export class Scope {
  constructor(private readonly sites: SitesService) {}

  /** The site that was asked for, or every one where the actor has the permission. @throws ForumError site_not_found for one that it does not */
  async of(actor: Actor, permission: Permission, siteId?: string): Promise<readonly string[]> {
    const all = [...(await this.sites.all()).keys()];
    if (siteId !== undefined) {
      if (!all.includes(siteId) || !may(actor, permission, siteId)) throw new ForumError('site_not_found');
      return [siteId];
    }
    const mine = sitesWhere(actor, permission);
    return mine.includes('*') ? all : all.filter((id) => mine.includes(id));
  }
}
