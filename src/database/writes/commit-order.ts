import type { QueryRunner } from 'typeorm';
import type { EventBus } from '../../events/event-bus.js';
import type { ForumEvent } from '../../events/forum-event.js';
import { isOutage } from '../failures.js';
import { atMost } from './at-most.js';
import { secondsSince, type WriteFigures } from './write-figures.js';

/** ms that events wait for those of a commit that was sent earlier and is not answered. */
const IN_ORDER = 250;

/**
 * Commits on PostgreSQL, and tells their events in the order in which the commits were sent.
 *
 * Whoever waits for our locks goes on before the answer to our COMMIT has arrived, and the answer to its own may overtake
 * it; who waited for us sent its own later. An answer that stays away holds nobody up for longer than IN_ORDER: whoever hears
 * events of a thread out of order reads its log.
 */
export class CommitOrder {
  /** Resolves when the events of every commit sent so far have been told, or have kept others waiting for long enough. */
  private settled: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly bus: EventBus,
    private readonly figures: WriteFigures,
  ) {}

  async commit(runner: QueryRunner, events: readonly ForumEvent[]): Promise<void> {
    const begun = performance.now();
    const earlier = this.settled;
    const committed = runner.commitTransaction();
    const own = committed.then(async () => {
      await earlier;
      this.bus.publish(events);
    });
    this.settled = atMost(IN_ORDER, Promise.allSettled([own, earlier]));
    try {
      await committed;
    } catch (error) {
      // Nobody knows whether it was committed. Whoever sends the same again finds out by its key; what is kept is read again.
      if (isOutage(error)) this.bus.publish(doubtsOf(events));
      throw error;
    }
    this.figures.commit.observe(secondsSince(begun));
    this.figures.units.observe(1);
    await own;
  }
}

/** What has to be looked at again where events may have happened or not. */
function doubtsOf(events: readonly ForumEvent[]): ForumEvent[] {
  const isOfThread = (event: ForumEvent) => event.name === 'thread.event' || event.name === 'votes.changed';
  const threadIds = events.flatMap((event) => (isOfThread(event) && 'threadId' in event ? [event.threadId] : []));
  const others = events.filter((event) => !isOfThread(event));
  return threadIds.length > 0 ? [{ name: 'threads.touched', threadIds: [...new Set(threadIds)] }, ...others] : others;
}
