import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MembersModule } from '../members/members.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { AccountPageController } from './account/server/account-page.controller.js';
import { ApiDocsController } from './api-docs/api-docs.controller.js';
import { AssetsController } from './assets.controller.js';
import { Assets } from './assets.js';
import { ConsoleController } from './console/console.controller.js';
import { ConsoleService } from './console/console.service.js';
import { ForumController } from './forum/server/forum.controller.js';
import { ForumPagesService } from './forum/server/forum-pages.service.js';
import { LoaderController } from './loader/loader.controller.js';
import { AnyErrorFilter, PageErrorFilter } from './page-error.filter.js';

/** The pages: the reader's forum, the loader that puts it into an article, a member's account, and the moderators' console. */
@Module({
  imports: [AdmissionModule, AuthModule, IdentityModule, MembersModule, SitesModule, ThreadsModule, MessagesModule],
  controllers: [
    AccountPageController,
    ApiDocsController,
    AssetsController,
    ConsoleController,
    ForumController,
    LoaderController,
  ],
  providers: [AnyErrorFilter, Assets, ConsoleService, ForumPagesService, PageErrorFilter],
  exports: [Assets],
})
export class WebModule {}
