import type { MessageView } from '../../src/messages/messages.schema.js';
import type { Guest } from './clients.js';

export type VoteValue = 'up' | 'down' | 'none';

/** One message as those know it who did something to it: only what they were told was done. */
export class Known {
  /** Revision -> the message as it was answered. Two answers of one revision: one of the two has overwritten the other. */
  readonly told = new Map<number, MessageView[]>();
  /** Member -> the vote that was last acknowledged. */
  readonly votes = new Map<string, VoteValue>();
  /** Members whose report was taken. */
  readonly reporters = new Set<string>();
  deleted = false;

  constructor(
    readonly author: Guest,
    readonly message: MessageView,
  ) {
    this.tell(message);
  }

  tell(message: MessageView): void {
    this.told.set(message.revision, [...(this.told.get(message.revision) ?? []), message]);
  }

  /** As it was last told. */
  get latest(): MessageView {
    return this.told.get(Math.max(...this.told.keys()))?.at(-1) as MessageView;
  }
}
