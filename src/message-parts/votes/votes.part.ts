import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessagePart, Mine } from '../../messages/parts/message-part.js';
import { MessageParts } from '../../messages/parts/message-parts.js';
import { VotesRepository } from './votes.repository.js';

/** What readers think of a message. Its totals are columns of the message: it is sorted by them. */
@Injectable()
export class VotesPart implements MessagePart, OnModuleInit {
  readonly name = 'votes';
  readonly tables = [{ table: 'votes', thread: true }] as const;

  constructor(
    private readonly parts: MessageParts,
    private readonly votes: VotesRepository,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(threadId: string, memberId: string): Promise<Pick<Mine, 'votes'>> {
    return { votes: await this.votes.ofMember(threadId, memberId) };
  }
}
