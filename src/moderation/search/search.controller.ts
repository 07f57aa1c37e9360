import { Controller, Get, Param, Query } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import { queueItem, type QueueItem } from '../queue/queue.schema.js';
import {
  foundMembers,
  foundThreads,
  searchAnswer,
  searchQuery,
  wordsQuery,
  type FoundMembers,
  type FoundThreads,
  type SearchAnswer,
  type SearchQuery,
  type WordsQuery,
} from './search.schema.js';
import { ItemsService } from '../queue/items.service.js';
import { SearchService } from './search.service.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';

/** How moderators find what does not wait for them. */
@Tagged('moderation')
@Controller('api/v1/moderation')
export class SearchController {
  constructor(
    private readonly search: SearchService,
    private readonly items: ItemsService,
  ) {}

  @Get('search')
  @Requires('message.search')
  @ApiDoc('Find messages', 'site_not_found')
  @Answers(200, searchAnswer)
  messages(
    @CurrentActor() actor: MemberActor,
    @Query({ schema: searchQuery }) { kind, ...query }: SearchQuery,
  ): Promise<SearchAnswer> {
    return this.search.messages(actor, kind, query);
  }

  @Get('messages/:id')
  @Requires('message.inspect')
  @ApiDoc('Read any message as a moderator sees it', 'message_not_found')
  @Answers(200, queueItem)
  message(@CurrentActor() actor: MemberActor, @Param('id') id: string): Promise<QueueItem> {
    return this.items.one(actor, id);
  }

  @Get('threads')
  @Requires('thread.search')
  @ApiDoc('Find discussions', 'site_not_found')
  @Answers(200, foundThreads)
  threads(@CurrentActor() actor: MemberActor, @Query({ schema: wordsQuery }) query: WordsQuery): Promise<FoundThreads> {
    return this.search.threads(actor, query);
  }

  @Get('members')
  @Requires('member.search')
  @ApiDoc('Find members by their names', 'site_not_found')
  @Answers(200, foundMembers)
  members(@CurrentActor() actor: MemberActor, @Query({ schema: wordsQuery }) query: WordsQuery): Promise<FoundMembers> {
    return this.search.members(actor, query);
  }
}
