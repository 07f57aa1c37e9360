import { Module } from '@nestjs/common';
import { BookmarksModule } from './bookmarks/bookmarks.module.js';
import { HistoryModule } from './history/history.module.js';
import { VotesModule } from './votes/votes.module.js';

/** What messages have beside what they say. A new part is a folder here and its module in this list. */
@Module({
  imports: [BookmarksModule, HistoryModule, VotesModule],
  exports: [BookmarksModule, HistoryModule, VotesModule],
})
export class MessagePartsModule {}
