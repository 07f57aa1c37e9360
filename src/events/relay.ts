/**
 * Carries events between the processes that serve one forum. The log in the database is the truth: what the relay loses,
 * doubles or tells late is found there, so it need not be reliable, only quick.
 */
export abstract class Relay {
  /** From when it resolves, what happens in a thread elsewhere is told here. It resolves where the relay is away as well. */
  abstract follow(threadId: string): Promise<void>;
  abstract unfollow(threadId: string): void;
  abstract close(): void;
  /** ms that an event took to come back from the relay, last; null while none does, and where there is none. */
  abstract get lag(): number | null;
  /** False while there is a relay and it does not answer. */
  abstract get up(): boolean;
}

/** One process serves alone. */
export class NoRelay extends Relay {
  readonly lag = null;
  readonly up = true;

  follow(): Promise<void> {
    return Promise.resolve();
  }

  unfollow(): void {}

  close(): void {}
}
