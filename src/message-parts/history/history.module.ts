import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/messages.module.js';
import { HistoryPart } from './history.part.js';
import { MessageData } from './message-data.js';
import { RevisionsRepository } from './revisions.repository.js';

@Module({
  imports: [MessagesModule],
  providers: [HistoryPart, MessageData, RevisionsRepository],
  exports: [RevisionsRepository],
})
export class HistoryModule {}
