import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import {
  addressesAnswer,
  changeAddresses,
  previewAddresses,
  sitesAnswer,
  type AddressesAnswer,
  type ChangeAddresses,
  type PreviewAddresses,
  type SitesAnswer,
} from './addresses.schema.js';
import { AddressRulesService } from './address-rules.service.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';

/** Which addresses are one article on a site: for its owners and admins. */
@Tagged('moderation')
@Controller('api/v1/moderation')
export class AddressRulesController {
  constructor(private readonly rules: AddressRulesService) {}

  @Get('sites')
  @Requires('site.list')
  @ApiDoc('List the sites that one administers, with their rules of addresses, and those that one moderates')
  @Answers(200, sitesAnswer)
  sites(@CurrentActor() actor: MemberActor): Promise<SitesAnswer> {
    return this.rules.sitesOf(actor);
  }

  @Post('sites/:id/addresses/preview')
  @Requires('site.addresses')
  @HttpCode(200)
  @ApiDoc('See which discussions are one article under other rules', 'site_not_found')
  @Answers(200, addressesAnswer)
  preview(
    @CurrentActor() actor: MemberActor,
    @Param('id') id: string,
    @Body({ schema: previewAddresses }) { addresses }: PreviewAddresses,
  ): Promise<AddressesAnswer> {
    return this.rules.preview(actor, id, addresses);
  }

  @Put('sites/:id/addresses')
  @Requires('site.addresses')
  @ApiDoc("Change a site's rules of addresses, and merge what falls together", 'site_not_found', 'conflict')
  @Answers(200, addressesAnswer)
  apply(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: changeAddresses }) change: ChangeAddresses,
  ): Promise<WriteResult<AddressesAnswer>> {
    return this.rules.apply(actor, once, id, change);
  }
}
