import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessagePart } from '../messages/parts/message-part.js';
import { MessageParts } from '../messages/parts/message-parts.js';

/** What readers reported of a message, how it waited, and where it was before its thread was merged or deleted. */
@Injectable()
export class ModerationPart implements MessagePart, OnModuleInit {
  readonly name = 'moderation';
  readonly tables = [{ table: 'reports' }, { table: 'moved_messages' }, { table: 'queue_events' }] as const;

  constructor(private readonly parts: MessageParts) {}

  onModuleInit(): void {
    this.parts.add(this);
  }
}
