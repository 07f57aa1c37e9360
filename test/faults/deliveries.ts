import type { MessageAnswer } from '../../src/messages/messages.schema.js';
import type { Manner } from './clients.js';
import type { Ears } from './followers.js';

/** One try to post: when it was answered (performance.now()), with what (null: not at all), after how many ms. */
export type Try = { readonly at: number; readonly ms: number; readonly status: number | null };

/** What posting was like, and how long after its author each message reached the last of all followers. */
export class Deliveries {
  readonly tries: Try[] = [];
  private readonly answered = new Map<string, number>();
  private readonly heardLast = new Map<string, number>();

  /** For posters. */
  readonly heard: NonNullable<Manner['heard']> = (answer, ms) => {
    const at = performance.now();
    this.tries.push({ at, ms, status: answer?.status ?? null });
    if (answer?.status === 201) this.answered.set((answer.body as MessageAnswer).message.id, at);
  };

  /** For followers. */
  readonly ears: Ears = {
    heard: (event) => {
      if (event.type === 'message.posted') this.heardLast.set(event.data.message.id, performance.now());
    },
  };

  /** Messages whose authors were answered in this time: when that was, and how many ms later the last follower had heard. */
  lateness(from: number, to: number): { readonly at: number; readonly ms: number }[] {
    return [...this.answered]
      .filter(([, at]) => at >= from && at < to)
      .map(([id, at]) => ({ at, ms: (this.heardLast.get(id) ?? Infinity) - at }));
  }

  triesIn(from: number, to: number): Try[] {
    return this.tries.filter(({ at }) => at >= from && at < to);
  }
}
