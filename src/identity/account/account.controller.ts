import { Controller, Get } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { accountAnswer, type AccountAnswer } from './account.schema.js';
import { AccountService } from './account.service.js';

@Tagged('members')
@Controller('api/v1/me')
export class AccountController {
  constructor(private readonly accounts: AccountService) {}

  @Get()
  @Requires('member.read-own')
  @ApiDoc('Who am I?')
  @Answers(200, accountAnswer)
  account(@CurrentActor() actor: MemberActor): Promise<AccountAnswer> {
    return this.accounts.account(actor);
  }
}
