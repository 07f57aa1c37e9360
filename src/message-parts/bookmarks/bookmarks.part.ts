import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessagePart } from '../../messages/parts/message-part.js';
import { MessageParts } from '../../messages/parts/message-parts.js';

/** What members want to find again. */
@Injectable()
export class BookmarksPart implements MessagePart, OnModuleInit {
  readonly name = 'bookmarks';
  readonly tables = [{ table: 'bookmarks', thread: true }] as const;

  constructor(private readonly parts: MessageParts) {}

  onModuleInit(): void {
    this.parts.add(this);
  }
}
