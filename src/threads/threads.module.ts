import { Module } from '@nestjs/common';
import { ThreadLogRepository } from '../events/thread-log.repository.js';
import { SitesModule } from '../sites/sites.module.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { KnownThreads } from './addresses/known-threads.service.js';
import { PageLooks } from './looks/page-looks.service.js';
import { AddressesRepository } from './addresses/addresses.repository.js';
import { EmptyThreads } from './empty-threads.service.js';
import { NamesService } from './names.service.js';
import { OpeningService } from './opening.service.js';
import { SignaturesService } from './signatures/signatures.service.js';
import { ThreadsController } from './threads.controller.js';
import { ThreadsRepository } from './threads.repository.js';
import { ThreadsService } from './threads.service.js';

@Module({
  imports: [SitesModule, OutboundModule],
  controllers: [ThreadsController],
  providers: [
    AddressesRepository,
    EmptyThreads,
    KnownThreads,
    NamesService,
    OpeningService,
    PageLooks,
    SignaturesService,
    ThreadLogRepository,
    ThreadsRepository,
    ThreadsService,
  ],
  exports: [
    SitesModule,
    AddressesRepository,
    NamesService,
    OpeningService,
    SignaturesService,
    ThreadLogRepository,
    ThreadsRepository,
    ThreadsService,
  ],
})
export class ThreadsModule {}
