import { Module, type OnModuleInit } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { MemberTables } from '../members/member-tables.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { CredentialsRepository } from './credentials/credentials.repository.js';
import { Mailer } from './mail/mailer.js';
import { SecretBox } from './secrets/secret-box.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { CodeMailsService } from './ways/mail/code-mails.service.js';
import { MailCodesRepository } from './ways/mail/mail-codes.repository.js';
import { MailSignInService } from './ways/mail/mail-sign-in.service.js';
import { MailController } from './ways/mail/mail.controller.js';
import { MailWay } from './ways/mail/mail.way.js';
import { JwksService } from './ways/sso/keys/jwks.service.js';
import { SsoCheckService } from './ways/sso/sso-check.service.js';
import { SsoController } from './ways/sso/sso.controller.js';
import { SsoSetupController } from './ways/sso/sso-setup.controller.js';
import { SsoSignInService } from './ways/sso/sso-sign-in.service.js';
import { SsoTokensService } from './ways/sso/sso-tokens.service.js';
import { SsoWay } from './ways/sso/sso.way.js';
import { UsedSsoTokensRepository } from './ways/sso/used-sso-tokens.repository.js';
import { SignInController } from './ways/sign-in.controller.js';
import { SignInService } from './ways/sign-in.service.js';
import { WAYS_IN, type WayIn } from './ways/way.js';

/** Every way in, in the order in which pages offer them. */
const WAYS = [SsoWay, MailWay];

/** How members prove who they are, and where they are signed in. */
@Module({
  imports: [MembersModule, OutboundModule, SitesModule],
  controllers: [MailController, SessionsController, SignInController, SsoController, SsoSetupController],
  providers: [
    CodeMailsService,
    CredentialsRepository,
    JwksService,
    MailCodesRepository,
    Mailer,
    MailSignInService,
    SecretBox,
    SessionsService,
    SignInService,
    SsoCheckService,
    SsoSignInService,
    SsoTokensService,
    UsedSsoTokensRepository,
    ...WAYS,
    { provide: WAYS_IN, useFactory: (...ways: WayIn[]) => ways, inject: WAYS },
  ],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly tables: MemberTables,
    private readonly credentials: CredentialsRepository,
    private readonly codes: MailCodesRepository,
  ) {}

  onModuleInit(): void {
    this.tables.add({ forget: (tx, memberId) => this.credentials.forget(tx, memberId) });
    this.tables.add({ forget: (tx, memberId) => this.codes.forgetOf(tx, memberId) });
  }
}
