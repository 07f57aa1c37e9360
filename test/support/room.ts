import { setTimeout as delay } from 'node:timers/promises';
import { ForumError } from '../../src/errors/forum-error.js';
import type { EventsAnswer, ThreadEvent } from '../../src/events/events.schema.js';
import { ThreadRoom, type ThreadSource } from '../../src/live/threads/thread-room.js';
import type { Sink } from '../../src/live/transport/subscription.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { framesOf } from './wire.js';

export const AT = '2026-11-24T05:00:00.000Z';

export const message = (id: string, html: string): MessageView => ({
  id,
  threadId: 'thread',
  parentId: null,
  depth: 0,
  position: 1,
  revision: 1,
  author: { id: 'ana', name: 'Ana', role: 'guest', badges: [] },
  html,
  state: 'published',
  createdAt: AT,
  editedAt: null,
  votes: { up: 0, down: 0 },
  replyCount: 0,
});

export const posted = (position: number, html = `<p>${position}</p>`): ThreadEvent => ({
  position,
  at: AT,
  type: 'message.posted',
  data: { message: message(`m${position}`, html) },
});

/** A thread's log, told as reluctantly as a test likes. */
export class Log implements ThreadSource {
  events: ThreadEvent[] = [];
  reads = 0;
  failing = 0;
  epoch = 'first';

  constructor(
    private readonly kept = 1_000,
    private readonly slowness = 0,
    private readonly perAnswer = 1_000,
  ) {}

  commit(count: number): void {
    for (let n = 0; n < count; n += 1) this.events.push(posted(this.events.length + 1));
  }

  async head() {
    await delay(this.slowness);
    return { site: 'default', position: this.events.length, epoch: this.epoch, state: 'open' as const };
  }

  async since(after: number, epoch = this.epoch): Promise<EventsAnswer> {
    this.reads += 1;
    const here = { position: this.events.length, epoch: this.epoch };
    const events = this.events.slice(after, after + this.perAnswer);
    await delay(this.slowness);
    if (this.failing-- > 0) throw new ForumError('overloaded');
    const behind = here.position - after;
    if (epoch !== this.epoch || behind < 0 || behind > this.kept) return { reset: true, ...here };
    return { events, ...here };
  }
}

/** Somebody who notes what comes, and finds fault with a gap, a repetition or anything before `following` but what was missed. */
export class Follower implements Sink {
  open = true;
  readonly unpacks = false;
  position: number | undefined;
  readonly seen: number[] = [];
  readonly kinds: string[] = [];
  readonly faults: string[] = [];

  constructor(after: number | undefined) {
    this.position = after;
  }

  write(bytes: Buffer): void {
    for (const { event, data } of framesOf(bytes)) {
      this.kinds.push(event);
      if (event === 'following' && 'thread' in data) {
        if (this.position !== undefined && this.position !== data.position)
          this.faults.push(`following at ${data.position}`);
        this.position = data.position;
      }
      if (event === 'reset') this.position = data.position;
      if (event !== 'events') continue;
      for (const { position } of data.events) {
        if (position !== (this.position ?? 0) + 1) this.faults.push(`${position} after ${this.position}`);
        this.position = position;
        this.seen.push(position);
      }
    }
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }
}

export const follow = async (room: ThreadRoom, after?: number, epoch?: string): Promise<Follower> => {
  const follower = new Follower(after);
  await room.join({ line: follower, position: 0 }, { after, epoch });
  return follower;
};
