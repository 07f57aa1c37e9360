import type { Tx } from '../../database/transactions.js';
import type { MessageRow } from '../message.row.js';
import type { MineAnswer, Head } from '../messages.schema.js';

/** A table of a part's: each of its rows tells of one message, by a column `message_id`. */
export type PartTable = {
  readonly table: string;
  /** Whether it holds words of the message: they go when its author is erased. */
  readonly words?: true;
  /** Whether it says, in `thread_id`, in which thread the message is: where that moves, this follows. */
  readonly thread?: true;
};

/** What is one's own in a thread: each part brings some of it. */
export type Mine = Omit<MineAnswer, keyof Head>;

/**
 * Something that messages have beside what they say: votes, a history, reports. One folder each in src/message-parts, or where
 * else its feature is; its module tells MessageParts of it. What is left out here, the part has nothing to do with.
 */
export interface MessagePart {
  readonly name: string;
  readonly tables: readonly PartTable[];
  /** The text of a message is about to be written anew; its thread and it are locked. `row`: as it still is. */
  rewriting?(tx: Tx, row: MessageRow): Promise<void>;
  /** What a member alone may know, and its page with it. */
  mine?(threadId: string, memberId: string): Promise<Partial<Mine>>;
}
