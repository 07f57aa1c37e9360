import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { StaffService } from '../members/staff/staff.service.js';
import { SitesService } from '../sites/sites.service.js';
import { TokensRepository } from '../auth/tokens/tokens.repository.js';

const OWNER = 'owner@localhost';

/** Makes a forum out of an empty database: the site `default`, its owner, and the link by which the owner comes in. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly sites: SitesService,
    private readonly staff: StaffService,
    private readonly tokens: TokensRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const sites = await this.sites.all();
    if (sites.size === 0) await this.sites.ensure('default', { name: 'Default', hosts: ['localhost'] });
  }

  /** Lines for whoever started the forum, with a new link for the owner; none once anybody of staff has signed in. */
  async welcome(): Promise<readonly string[]> {
    if (await this.tokens.staffHasSignedIn()) return [];
    const owner = () => this.staff.addStaff(OWNER, 'owner', null, 'Owner');
    // Of several processes that start at once another may have added the owner in between: then there is one to make a link for.
    const { link } = await owner().catch(owner);
    return [
      'Nobody has signed in as owner yet. This link does, once, within a day:',
      `${this.config.PUBLIC_URL.origin}/console/sign-in?token=${link}`,
    ];
  }
}
