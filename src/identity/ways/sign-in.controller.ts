import { Controller, Get, Param } from '@nestjs/common';
import { Open } from '../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { siteParams, waysAnswer, type SiteParams, type WaysAnswer } from './sign-in.schema.js';
import { SignInService } from './sign-in.service.js';

@Tagged('members')
@Controller('api/v1/sites')
export class SignInController {
  constructor(private readonly signIn: SignInService) {}

  @Get(':id/sign-in')
  @Open()
  @ApiDoc('How can one sign in here?', 'site_not_found')
  @Answers(200, waysAnswer)
  ways(@Param({ schema: siteParams }) { id }: SiteParams): Promise<WaysAnswer> {
    return this.signIn.waysOn(id);
  }
}
