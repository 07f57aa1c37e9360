import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/messages.module.js';
import { VoteData } from './vote-data.js';
import { VotesController } from './votes.controller.js';
import { VotesPart } from './votes.part.js';
import { VotesRepository } from './votes.repository.js';
import { VotesService } from './votes.service.js';

@Module({
  imports: [MessagesModule],
  controllers: [VotesController],
  providers: [VoteData, VotesPart, VotesRepository, VotesService],
  exports: [VotesRepository],
})
export class VotesModule {}
