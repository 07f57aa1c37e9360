import { Logger } from '@nestjs/common';
import { ForumError } from '../errors/forum-error.js';

/** Tells of an outage when it begins and when it is over, and not once a request. */
export class OutageLog {
  private readonly logger = new Logger('Database');
  private began: number | undefined;
  private refused = 0;

  /** @param words what it does: `answers`, and what it does not while it is away: `does not answer` */
  constructor(private readonly words: { readonly well: string; readonly ill: string }) {}

  /** Takes note of what a question or a write came to: `undefined` where all was well. */
  note(error?: unknown): void {
    if (error === undefined) return this.over();
    if (!(error instanceof ForumError) || error.code !== 'overloaded' || error.cause === undefined) return;
    this.refused += 1;
    if (this.began !== undefined) return;
    this.began = performance.now();
    const why = error.cause instanceof Error ? error.cause.message : String(error.cause);
    this.logger.error(`The database ${this.words.ill}: ${why}`);
  }

  private over(): void {
    if (this.began === undefined) return;
    const seconds = Math.round((performance.now() - this.began) / 1000);
    this.logger.log(`The database ${this.words.well} again, after ${seconds} s and ${this.refused} failures`);
    this.began = undefined;
    this.refused = 0;
  }
}
