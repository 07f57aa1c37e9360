import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/messages.module.js';
import { VotesModule } from '../../message-parts/votes/votes.module.js';
import { ReportsRepository } from '../../moderation/reports/reports.repository.js';
import { DemoAssets, DemoAssetsController } from './demo-assets.controller.js';
import { DemoController } from './demo.controller.js';
import { DemoQueue } from './demo.queue.js';
import { DemoRepository } from './demo.repository.js';
import { DemoSeed } from './demo.seed.js';

/** An invented newspaper with the forum under its articles; imported only where the configuration's `DEMO` is on. */
@Module({
  imports: [MessagesModule, VotesModule],
  controllers: [DemoController, DemoAssetsController],
  providers: [DemoAssets, DemoQueue, DemoRepository, DemoSeed, ReportsRepository],
  exports: [DemoSeed],
})
export class DemoModule {}
