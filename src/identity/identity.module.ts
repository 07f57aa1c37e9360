import { Module, type OnModuleInit } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { MemberTables } from '../members/member-tables.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { AccountController } from './account/account.controller.js';
import { AccountService } from './account/account.service.js';
import { CredentialsRepository } from './credentials/credentials.repository.js';
import { ResealingRepository } from './credentials/resealing.repository.js';
import { ResealingService } from './credentials/resealing.service.js';
import { AccountDataService } from './exports/account-data.service.js';
import { ExportFileController } from './exports/export-file.controller.js';
import { ExportLinks } from './exports/export-links.js';
import { ExportsController } from './exports/exports.controller.js';
import { ExportsRepository } from './exports/exports.repository.js';
import { ExportsService } from './exports/exports.service.js';
import { MakingExportsService } from './exports/making-exports.service.js';
import { Mailer } from './mail/mailer.js';
import { SecretBox } from './secrets/secret-box.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInController } from './ways/sign-in.controller.js';
import { SignInService } from './ways/sign-in.service.js';
import { WAYS_IN, type WayIn } from './ways/way.js';
import { WAYS } from './ways/ways.js';

/** How members prove who they are, and where they are signed in. */
@Module({
  imports: [MembersModule, OutboundModule, SitesModule],
  controllers: [
    AccountController,
    ExportFileController,
    ExportsController,
    SessionsController,
    SignInController,
    ...WAYS.flatMap(({ controllers }) => controllers),
  ],
  providers: [
    AccountDataService,
    AccountService,
    ExportLinks,
    ExportsRepository,
    ExportsService,
    MakingExportsService,
    CredentialsRepository,
    Mailer,
    ResealingRepository,
    ResealingService,
    SecretBox,
    SessionsService,
    SignInService,
    ...WAYS.flatMap(({ way, providers }) => [way, ...providers]),
    { provide: WAYS_IN, useFactory: (...ways: WayIn[]) => ways, inject: WAYS.map(({ way }) => way) },
  ],
  exports: [SignInService],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly tables: MemberTables,
    private readonly credentials: CredentialsRepository,
  ) {}

  onModuleInit(): void {
    this.tables.add({ forget: (tx, memberId) => this.credentials.forget(tx, memberId) });
  }
}
