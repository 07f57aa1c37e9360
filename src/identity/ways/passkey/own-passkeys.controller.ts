import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { MemberActor } from '../../../auth/actor.js';
import { CurrentActor } from '../../../auth/current-actor.js';
import { Requires } from '../../../auth/policy/requires.js';
import { ClientDevice } from '../../../auth/tokens/device.js';
import type { IdempotencyKey, WriteResult } from '../../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../../http/idempotency-key.js';
import { Answers, ApiDoc, Tagged } from '../../../openapi/describe.js';
import { OwnPasskeysService } from './own-passkeys.service.js';
import {
  newPasskey,
  passkeyOptions,
  passkeyParams,
  passkeysAnswer,
  type NewPasskey,
  type PasskeyOptions,
  type PasskeyParams,
  type PasskeysAnswer,
} from './passkey.schema.js';

@Tagged('members')
@Controller('api/v1/me/passkeys')
export class OwnPasskeysController {
  constructor(private readonly passkeys: OwnPasskeysService) {}

  @Get()
  @Requires('passkey.read-own')
  @ApiDoc('By which passkeys do I sign in?')
  @Answers(200, passkeysAnswer)
  list(@CurrentActor() actor: MemberActor): Promise<PasskeysAnswer> {
    return this.passkeys.list(actor);
  }

  @Post('options')
  @HttpCode(200)
  @Requires('passkey.add-own')
  @ApiDoc('What an authenticator is to make a passkey of')
  @Answers(200, passkeyOptions)
  options(@CurrentActor() actor: MemberActor): Promise<PasskeyOptions> {
    return this.passkeys.options(actor);
  }

  @Post()
  @Requires('passkey.add-own')
  @ApiDoc('Add a passkey', 'passkey_not_valid', 'not_allowed')
  @Answers(201, passkeysAnswer)
  add(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @ClientDevice() device: string | null,
    @Body({ schema: newPasskey }) passkey: NewPasskey,
  ): Promise<WriteResult<PasskeysAnswer>> {
    return this.passkeys.add(actor, once, device, passkey);
  }

  @Delete(':id')
  @Requires('passkey.remove-own')
  @ApiDoc('Remove a passkey', 'passkey_not_found')
  @Answers(200, passkeysAnswer)
  remove(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param({ schema: passkeyParams }) { id }: PasskeyParams,
  ): Promise<WriteResult<PasskeysAnswer>> {
    return this.passkeys.remove(actor, once, id);
  }
}
