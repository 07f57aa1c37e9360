import { Module } from '@nestjs/common';
import { HistoryModule } from './history/history.module.js';
import { VotesModule } from './votes/votes.module.js';

/** What messages have beside what they say. A new part is a folder here and its module in this list. */
@Module({ imports: [HistoryModule, VotesModule], exports: [HistoryModule, VotesModule] })
export class MessagePartsModule {}
