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
  /** Batches at once, at most: where the first are not done in time. */
  readonly lanes: number;
  /** Told of how many items each batch was. */
  readonly sizes: { observe(size: number): void };
};

type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** ms after which a batch that is not done keeps nobody behind it waiting: it may wait for a lock, or for an answer that is lost. */
const PATIENCE = 50;

/**
 * Collects items while a batch is being written, and writes them together when it is done. Who comes alone waits for nobody
 * but one turn of the event loop.
 */
export class BatchedWrites<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private draining = false;
  private underWay = 0;
  /** How many the last batch answered and how many waited behind it, and ms that it took: its clients are likely to come again. */
  private last = { company: 0, ms: 0 };

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
      const writing = this.writeNext();
      await (this.options.lanes > 1 ? atMost(PATIENCE, writing) : writing);
    }
    this.draining = false;
  }

  private async writeNext(): Promise<void> {
    const batch = this.take();
    const begun = performance.now();
    this.underWay += 1;
    await this.write(batch);
    this.underWay -= 1;
    this.options.sizes.observe(batch.length);
    this.last = { company: batch.length + this.queue.length, ms: performance.now() - begun };
    void this.drain();
  }

  /** One turn of the event loop; more while clients of the last batch are missing, and no longer than half of what that took. */
  private async gather(): Promise<void> {
    const end = performance.now() + this.last.ms / 2;
    do await new Promise(setImmediate);
    while (this.queue.length < Math.min(this.last.company, this.work.most) && performance.now() < end);
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

  private async write(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const settled = await this.transaction((tx) => this.settle(tx, batch));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = settled[index]!;
        if ('done' in outcome) resolve(outcome.done);
        else reject(outcome.failed);
      }
    } catch (error) {
      const [only] = batch;
      if (only && batch.length === 1) only.reject(error);
      else if (isForAll(error)) for (const { reject } of batch) reject(error);
      // One of them cannot be stored: the others are not to suffer for it.
      else for (const one of batch) await this.write([one]);
    }
  }

  /** An item that is alone leaves nothing where it fails, whatever it has written. */
  private async settle(tx: Tx, batch: readonly Waiting<Item, Result>[]): Promise<readonly Settled<Result>[]> {
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
