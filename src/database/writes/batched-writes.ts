import { ForumError } from '../../errors/forum-error.js';
import { atMost } from './at-most.js';
import type { Tx } from '../transactions.js';

/** What became of one item of a batch. One that failed has written nothing. */
export type Settled<Result> = { readonly done: Result } | { readonly failed: unknown };

/** A kind of write of which what waits together is written together: in one transaction, with a few statements. */
export type BatchedWork<Item, Result> = {
  /** Items of one batch, at most. */
  readonly most: number;
  /** No two items of one batch have the same: the next waits for the next batch. */
  readonly apart: (item: Item) => string;
  /** True for an item that has a batch to itself. */
  readonly alone: (item: Item) => boolean;
  /** What became of each item, in their order. It may run more than once. */
  readonly write: (tx: Tx, items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

type BatchOptions = {
  /** Batches at once, at most: where it is more than one, the next begins when one is written, and before its COMMIT is answered. */
  readonly lanes: number;
  /** Told of how many items each batch was. */
  readonly sizes: { observe(size: number): void };
};

type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** ms after which a batch that is not written keeps nobody behind it waiting: it may wait for a lock, or for an answer that is lost. */
const PATIENCE = 50;

/**
 * Collects items while a batch is being written, and writes them together when it is done. Who comes alone waits for nobody
 * but one turn of the event loop.
 */
export class BatchedWrites<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private draining = false;
  private underWay = 0;

  constructor(
    private readonly transaction: Run,
    private readonly options: BatchOptions,
    private readonly work: BatchedWork<Item, Result>,
  ) {}

  get waiting(): number {
    return this.queue.length;
  }

  run(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    while (this.queue.length > 0 && this.underWay < this.options.lanes) {
      await this.gather();
      await this.writeNext();
    }
    this.draining = false;
  }

  /** Turns of the event loop, as long as each brings more. */
  private async gather(): Promise<void> {
    for (let before = 0; before < this.queue.length && this.queue.length < this.work.most;) {
      before = this.queue.length;
      await new Promise(setImmediate);
    }
  }

  /** Resolves when the next batch may begin: where there is another lane, before the COMMIT of this one is answered. */
  private writeNext(): Promise<unknown> {
    return new Promise<void>((goOn) => {
      const writing = this.writeBatch(this.options.lanes > 1 ? goOn : () => undefined).then(goOn);
      if (this.options.lanes > 1) void atMost(PATIENCE, writing).then(() => goOn());
    });
  }

  private async writeBatch(written: () => void): Promise<void> {
    this.underWay += 1;
    // Taken when its transaction has begun, so that who comes until then is in it. It may run again.
    let taken: readonly Waiting<Item, Result>[] | undefined;
    const batch = () => (taken ??= this.take());
    await this.write(batch, written);
    this.underWay -= 1;
    if (batch().length > 0) this.options.sizes.observe(batch().length);
    void this.drain();
  }

  /** The first ones that may be written together; the others stay in their order. */
  private take(): Waiting<Item, Result>[] {
    const { most, apart, alone } = this.work;
    const batch: Waiting<Item, Result>[] = [];
    const seen = new Set<string>();
    for (let at = 0; at < this.queue.length && batch.length < most;) {
      const waiting = this.queue[at]!;
      const key = apart(waiting.item);
      if (seen.has(key) || (alone(waiting.item) && batch.length > 0)) {
        seen.add(key);
        at += 1;
        continue;
      }
      seen.add(key);
      batch.push(...this.queue.splice(at, 1));
      if (alone(waiting.item)) break;
    }
    return batch;
  }

  private async write(batch: () => readonly Waiting<Item, Result>[], written?: () => void): Promise<void> {
    try {
      const settled = await this.transaction(async (tx) => {
        const outcomes = await this.settle(tx, batch());
        written?.();
        return outcomes;
      });
      for (const [index, { resolve, reject }] of batch().entries()) {
        const outcome = settled[index]!;
        if ('done' in outcome) resolve(outcome.done);
        else reject(outcome.failed);
      }
    } catch (error) {
      const [only] = batch();
      if (only && batch().length === 1) only.reject(error);
      else if (isForAll(error)) for (const { reject } of batch()) reject(error);
      // One of them cannot be stored: the others are not to suffer for it.
      else for (const one of batch()) await this.write(() => [one]);
    }
  }

  /** An item that is alone leaves nothing where it fails, whatever it has written. */
  private async settle(tx: Tx, batch: readonly Waiting<Item, Result>[]): Promise<readonly Settled<Result>[]> {
    if (batch.length === 0) return [];
    const settled = await this.work.write(
      tx,
      batch.map(({ item }) => item),
    );
    const [only] = settled;
    if (settled.length === 1 && only && 'failed' in only) throw only.failed;
    return settled;
  }
}

/** The database is away or full: it would refuse each of them alone, too. */
const isForAll = (error: unknown): boolean => error instanceof ForumError && error.code === 'overloaded';
