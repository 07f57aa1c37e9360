/** Questions under way at once, at most. */
const LANES = 2;
/** Keys of one question, at most. */
const MOST = 500;

type Asking<Value> = {
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * A question that is asked of one key at a time, and of many at once where the database is busy with the last ones: who comes while
 * it is asked waits for the next. Reading and planning a statement costs PostgreSQL more than a dozen keys in it.
 */
export class GatheredReads<Value> {
  private readonly waiting = new Map<string, Asking<Value>[]>();
  private underWay = 0;

  /** @param ask answers what it finds, by key */
  constructor(private readonly ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {}

  /** Undefined where nothing is found. @throws what `ask` throws */
  of(key: string): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.set(key, [...(this.waiting.get(key) ?? []), { resolve, reject }]);
      if (this.underWay < LANES) void this.askNext();
    });
  }

  private async askNext(): Promise<void> {
    this.underWay += 1;
    // One turn of the promises, so that who asks in the same one is in it.
    await Promise.resolve();
    const asked = [...this.waiting].slice(0, MOST);
    for (const [key] of asked) this.waiting.delete(key);
    try {
      const found = asked.length > 0 ? await this.ask(asked.map(([key]) => key)) : new Map<string, Value>();
      for (const [key, those] of asked) for (const { resolve } of those) resolve(found.get(key));
    } catch (error) {
      for (const [, those] of asked) for (const { reject } of those) reject(error);
    }
    this.underWay -= 1;
    if (this.waiting.size > 0) void this.askNext();
  }
}
