import { Module } from '@nestjs/common';
import { SitesModule } from '../sites/sites.module.js';
import { ThreadsController } from './threads.controller.js';
import { ThreadsRepository } from './threads.repository.js';
import { ThreadsService } from './threads.service.js';

@Module({
  imports: [SitesModule],
  controllers: [ThreadsController],
  providers: [ThreadsRepository, ThreadsService],
  exports: [SitesModule, ThreadsRepository, ThreadsService],
})
export class ThreadsModule {}
