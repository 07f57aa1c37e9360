import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/messages.module.js';
import { BookmarksPart } from './bookmarks.part.js';
import { BookmarksRepository } from './bookmarks.repository.js';

@Module({
  imports: [MessagesModule],
  providers: [BookmarksPart, BookmarksRepository],
  exports: [BookmarksRepository],
})
export class BookmarksModule {}
