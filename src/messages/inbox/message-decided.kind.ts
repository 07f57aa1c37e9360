import { Injectable } from '@nestjs/common';
import { ownView } from '../message.view.js';
import { PagesRepository } from '../pages/pages.repository.js';
import { InboxKinds } from './inbox-kinds.js';

/** What moderators decided on messages of one's own: with the words, and never by whom. */
@Injectable()
export class MessageDecided {
  constructor(kinds: InboxKinds, pages: PagesRepository) {
    kinds.add('message.decided', async (memberId, messageIds) => {
      const rows = await pages.ownOf(memberId, messageIds);
      return new Map(rows.map((row) => [row.id, { thread: row.threadId, ...ownView(row) }]));
    });
  }
}
