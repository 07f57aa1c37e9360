import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import type { Fact, Known } from '../fact.js';

export type PostingBounds = {
  readonly codePoints: number;
  /** Of the text in UTF-8. */
  readonly bytes: number;
  /** Replies above a reply. */
  readonly depth: number;
};

/** How large a message may be, and how deep a conversation, wherever it is. */
@Injectable()
export class BoundsFact implements Fact<PostingBounds> {
  readonly name = 'bounds';
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  load(): Promise<Known<PostingBounds>> {
    const { MESSAGE_CODE_POINTS: codePoints, MESSAGE_BYTES: bytes, MESSAGE_DEPTH: depth } = this.config;
    const bounds = { codePoints, bytes, depth };
    return Promise.resolve({ of: () => bounds });
  }
}
