import { t } from '../../../i18n/format.js';
import type { QueueAnswer, QueueKind } from '../../../moderation/queue/queue.schema.js';
import type { ConsoleApi } from '../api.js';
import type { QueueAction, QueueState } from '../queue/queue-state.js';
import { openBelow } from '../queue/rows.js';
import { NO_SEARCH, type Search } from '../search/search.js';

export type QueueHolder = {
  readonly queue: () => QueueState;
  readonly dispatch: (action: QueueAction) => void;
  /** Without a sentence only what concerns the whole console is told. */
  readonly complain: (error: unknown, says?: (why: string) => string) => void;
  readonly later: (ms: number, what: () => void) => void;
};

/** Rows of a page, and the most that the API gives at once, for a list that is read again. */
const PAGE = 50;
const LARGE_PAGE = 100;
/** With fewer than this many waiting below the moderator the next page is asked for: half a page of the fastest hand. */
const AHEAD = 25;
/** A page that failed is asked for again after so long (ms). */
const RETRY_MS = 5000;

/** Brings the rows of the open list here: its beginning, the next page before the rows run short, all of it once more. */
export class QueueReader {
  private onTheWay: string | null = null;
  private failed: string | null = null;
  private refreshing = false;
  private again = false;

  constructor(
    private readonly api: Pick<ConsoleApi, 'queue'>,
    private readonly holder: QueueHolder,
  ) {}

  async open(view: QueueKind, wanted: string | null, search: Search = NO_SEARCH): Promise<void> {
    this.holder.dispatch({ type: 'opened', view, search });
    await this.read(0, wanted);
    if (this.again) await this.refresh();
  }

  /** The list once more, as far as it was loaded, without moving the moderator. One at a time: what is asked meanwhile follows. */
  async refresh(): Promise<void> {
    this.again = true;
    if (this.holder.queue().status === 'loading' || this.refreshing) return;
    this.refreshing = true;
    try {
      while (this.again) {
        this.again = false;
        this.holder.dispatch({ type: 'rereading' });
        await this.read(this.holder.queue().rows.length, null);
      }
    } finally {
      this.refreshing = false;
    }
  }

  /** Asks for the next page where few rows are left. */
  keepAhead(): void {
    const queue = this.holder.queue();
    if (queue.next !== this.failed && openBelow(queue) < AHEAD) void this.more();
  }

  async more(): Promise<void> {
    const { view, search, next, reading } = this.holder.queue();
    if (next === null || this.onTheWay === next) return;
    this.onTheWay = next;
    this.failed = null;
    try {
      const answer = await this.api.queue(view, search, next, PAGE);
      this.onTheWay = null;
      this.holder.dispatch({ type: 'appended', reading, cursor: next, answer });
    } catch (error) {
      this.onTheWay = null;
      this.failed = next;
      this.holder.later(RETRY_MS, () => {
        this.failed = null;
        this.keepAhead();
      });
      this.holder.complain(error, (why) => t('console.list.moreFailed', { why }));
    }
  }

  private async read(rows: number, wanted: string | null): Promise<void> {
    const { view, search, reading, status } = this.holder.queue();
    try {
      let answer = await this.api.queue(view, search, null, rows > PAGE ? LARGE_PAGE : PAGE);
      while (answer.next !== null && answer.items.length < rows && this.isCurrent(reading)) {
        const page: QueueAnswer = await this.api.queue(view, search, answer.next, LARGE_PAGE);
        answer = { ...page, items: [...answer.items, ...page.items] };
      }
      this.holder.dispatch({ type: 'loaded', reading, answer, wanted });
    } catch (error) {
      if (!this.isCurrent(reading)) return;
      this.holder.dispatch({ type: 'failed', reading });
      // What stands there goes on standing there; the foot says how the connection is.
      const says = (why: string) => t('console.list.failedWhy', { why });
      this.holder.complain(error, status === 'loading' ? says : undefined);
    }
  }

  private isCurrent(reading: number): boolean {
    return this.holder.queue().reading === reading;
  }
}
