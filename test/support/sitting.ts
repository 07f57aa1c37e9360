import type { MeAnswer } from '../../src/members/members.schema.js';
import type { QueueAnswer, QueueChange, QueueCounts } from '../../src/moderation/queue/queue.schema.js';
import { ApiError, type ConsoleApi } from '../../src/web/console/api.js';
import type { LiveListener } from '../../src/web/console/live-queues.js';
import { ConsoleStore } from '../../src/web/console/store/console-store.js';

type Call = {
  readonly name: keyof ConsoleApi;
  readonly args: readonly unknown[];
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** Mia at her console, before a server that answers when the test says so, a socket in its hands, and a clock that it moves. */
export class Sitting {
  readonly calls: Call[] = [];
  readonly store: ConsoleStore;
  live!: LiveListener;
  closed = false;
  /** Discussions whose counts are followed. */
  counted: readonly string[] = [];
  private readonly due: { readonly at: number; readonly what: () => void }[] = [];
  private readonly repeated: (() => void)[] = [];
  private now = 0;

  constructor(sites: readonly string[] = ['default']) {
    const me = { member: { name: 'Mia' }, permissions: ['moderate'], sites } as unknown as MeAnswer;
    const api = new Proxy({} as ConsoleApi, {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          new Promise((resolve, reject) => {
            this.calls.push({ name: name as keyof ConsoleApi, args, resolve, reject });
          }),
    });
    this.store = new ConsoleStore(me, {
      api,
      connect: (_, listener) => {
        this.live = listener;
        return { count: (threadIds) => void (this.counted = threadIds), close: () => void (this.closed = true) };
      },
      later: (ms, what) => void this.due.push({ at: this.now + ms, what }),
      every: (_, what) => {
        this.repeated.push(what);
        return () => this.repeated.splice(this.repeated.indexOf(what), 1);
      },
    });
    this.live.state({ kind: 'live' });
  }

  /** The requests of a kind that have not been answered. */
  asked(name: keyof ConsoleApi): readonly Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Answers the oldest request of a kind. */
  async answers(name: keyof ConsoleApi, answer: unknown): Promise<void> {
    this.take(name).resolve(answer);
    await settled();
  }

  /** The oldest request of a kind is refused. */
  async refuses(name: keyof ConsoleApi, code: ApiError['code'], message = 'No.'): Promise<void> {
    this.take(name).reject(new ApiError(code, message));
    await settled();
  }

  /** What the queue's answer finds: the open list is there. */
  async opens(view: 'held' | 'reported' | 'spam' | 'rejected' | 'all', answer: QueueAnswer): Promise<void> {
    void this.store.reader.open(view, null);
    await this.answers('queue', answer);
  }

  hears(change: QueueChange): void {
    this.live.frame({ event: 'queue', data: change });
  }

  follows(queue: string, counts: QueueCounts): void {
    this.live.frame({ event: 'following', data: { queue, counts, position: 1, epoch: 'e' } });
  }

  /** So many ms go by. */
  async passes(ms: number): Promise<void> {
    this.now += ms;
    for (;;) {
      const next = this.due.findIndex(({ at }) => at <= this.now);
      if (next < 0) break;
      this.due.splice(next, 1)[0]!.what();
    }
    await settled();
  }

  polls(): void {
    this.repeated.forEach((what) => what());
  }

  get queue() {
    return this.store.now.queue;
  }

  get foot(): string {
    return this.store.now.note?.text ?? '';
  }

  private take(name: keyof ConsoleApi): Call {
    const at = this.calls.findIndex((call) => call.name === name);
    if (at < 0) throw new Error(`Nobody has asked for “${name}”.`);
    return this.calls.splice(at, 1)[0]!;
  }
}

/** Everything that follows from an answer without a further one. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
