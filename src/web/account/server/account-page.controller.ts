import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open } from '../../../auth/policy/requires.js';
import { askedLanguage } from '../../../i18n/asked-language.js';
import { SignInService } from '../../../identity/ways/sign-in.service.js';
import { Undescribed } from '../../../openapi/describe.js';
import { SitesService } from '../../../sites/sites.service.js';
import { Assets } from '../../assets.js';
import { PageErrorFilter } from '../../page-error.filter.js';
import { ancestorsOf, HTML, pageHeaders } from '../../page.js';
import { accountPageQuery, type AccountPageQuery } from './account-page.schema.js';
import { renderAccount } from './render-account.js';

/** A member's account: by itself, and inside the pages of the site's hosts. */
@Undescribed()
@Controller('account')
@UseFilters(PageErrorFilter)
export class AccountPageController {
  constructor(
    private readonly sites: SitesService,
    private readonly signIn: SignInService,
    private readonly assets: Assets,
  ) {}

  /** The same for everyone who asks in a language: whose account it is, the script finds out by what the browser keeps. */
  @Get()
  @Open()
  async show(
    @Query({ schema: accountPageQuery }) { site: id, embedded }: AccountPageQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const site = await this.sites.site(id);
    const { ways } = await this.signIn.waysOn(id);
    const initial = { site: { id: site.id, name: site.name }, ways, embedded: embedded !== undefined };
    const html = renderAccount(initial, this.assets.page('account'), askedLanguage(request));
    void reply
      .headers({
        ...pageHeaders(ancestorsOf(site.hosts)),
        'Content-Type': HTML,
        // Nobody's browser keeps what it has become, and nobody is told the address, which may have come by mail.
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'same-origin',
      })
      .send(html);
  }
}
