import { describe, expect, it } from '@jest/globals';
import { QueueRoom, type QueueSource } from '../../src/live/queues/queue-room.js';
import type { Head, LogAnswer } from '../../src/live/topics/topic.js';
import type { Sink } from '../../src/live/transport/subscription.js';
import type { QueueChange } from '../../src/moderation/queue/queue.schema.js';
import { until } from '../support/until.js';
import { framesOf } from '../support/wire.js';

/** A queue whose log and counts answer when the test lets them. */
class Queue implements QueueSource {
  changes: QueueChange[] = [];
  epoch = 'first';
  failing = false;
  private readonly counting: (() => void)[] = [];
  slow = false;

  commit(): number {
    const position = this.changes.length + 1;
    const counts = { held: position, reported: 0 };
    this.changes.push({ site: 'strict', position, change: 'entered', messageId: `m${position}`, counts });
    return position;
  }

  async head(): Promise<Head> {
    return { position: this.changes.length, epoch: this.epoch };
  }

  async since(after: number, epoch: string): Promise<LogAnswer<QueueChange>> {
    if (this.failing) throw new Error('The database is away');
    const head = await this.head();
    if (epoch !== this.epoch || after > head.position) return { reset: true, ...head };
    // A part of them: who is behind has to ask again.
    return { events: this.changes.slice(after, after + 2), ...head };
  }

  async counts() {
    const counts = { held: this.changes.length, reported: 0 };
    if (this.slow) await new Promise<void>((go) => this.counting.push(go));
    return counts;
  }

  get isCounting(): boolean {
    return this.counting.length > 0;
  }

  counted(): void {
    this.counting.splice(0).forEach((go) => go());
  }
}

/** What a console hears: `following 3`, `queue 4`, `reset 7`. */
class Console implements Sink {
  open = true;
  readonly unpacks = false;
  readonly heard: string[] = [];

  write(bytes: Buffer): void {
    for (const { event, data } of framesOf(bytes))
      this.heard.push(`${event} ${'position' in data ? data.position : ''}`);
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }
}

const roomOf = (queue: Queue) => new QueueRoom('strict', queue, { deliveries: 0 });

describe('the consoles that follow a queue', () => {
  it('hear what they missed, where they stand, and then everything once, whatever the bells do', async () => {
    const queue = new Queue();
    for (let n = 0; n < 5; n += 1) queue.commit();
    const room = roomOf(queue);
    const console = new Console();
    await room.follow(console, { after: 2, epoch: 'first' });
    for (let n = 0; n < 3; n += 1) queue.commit();
    room.advance(8);
    room.advance(6);
    await until('the eighth', () => console.heard.includes('queue 8'));
    queue.commit();
    room.advance(9);
    room.advance(9);
    await until('the ninth', () => console.heard.includes('queue 9'));
    expect(console.heard).toEqual([
      'queue 3',
      'queue 4',
      'queue 5',
      'following 5',
      'queue 6',
      'queue 7',
      'queue 8',
      'queue 9',
    ]);
  });

  it('are told where they stand before what came while their counts were read', async () => {
    const queue = new Queue();
    queue.slow = true;
    const room = roomOf(queue);
    const console = new Console();
    const followed = room.follow(console, {});
    await until('the counting', () => queue.isCounting);
    room.advance(queue.commit());
    const witness = new Console();
    const witnessed = room.follow(witness, { after: 0, epoch: 'first' });
    await until('the first item', () => witness.heard.includes('queue 1'));
    await until('the counting', () => queue.isCounting);
    queue.counted();
    await followed;
    queue.counted();
    await witnessed;
    await until('the first item', () => console.heard.includes('queue 1'));
    expect(console.heard).toEqual(['following 0', 'queue 1']);
    expect(witness.heard).toEqual(['queue 1', 'following 1']);
  });

  it('are up to date from the beginning, though the bell of what came before is still on its way', async () => {
    const queue = new Queue();
    const room = roomOf(queue);
    const first = new Console();
    await room.follow(first, {});
    const position = queue.commit();
    const second = new Console();
    await room.follow(second, {});
    room.advance(position);
    await until('the first item', () => first.heard.includes('queue 1'));
    expect([first.heard, second.heard]).toEqual([['following 0', 'queue 1'], ['following 1']]);
  });

  it('begin anew where the log is another', async () => {
    const queue = new Queue();
    for (let n = 0; n < 4; n += 1) queue.commit();
    const room = roomOf(queue);
    const console = new Console();
    await room.follow(console, {});
    queue.epoch = 'second';
    queue.changes = queue.changes.slice(0, 1);
    room.advance(1, 'second');
    await until('a reset', () => console.heard.includes('reset 1'));
    room.advance(queue.commit(), 'second');
    await until('the second item', () => console.heard.includes('queue 2'));
    expect(console.heard).toEqual(['following 4', 'reset 1', 'queue 2']);
  });

  it('hear an error where the log cannot be read, and leave nobody behind who hears nothing', async () => {
    const queue = new Queue();
    const room = roomOf(queue);
    queue.failing = true;
    const console = new Console();
    await expect(room.follow(console, {})).rejects.toThrow('away');
    expect([room.isEmpty, room.has(console)]).toEqual([true, false]);
    queue.failing = false;
    await room.follow(console, {});
    expect(console.heard).toEqual(['following 0']);
  });

  it('hear each event once where they follow twice', async () => {
    const queue = new Queue();
    const room = roomOf(queue);
    const console = new Console();
    await Promise.all([room.follow(console, {}), room.follow(console, {})]);
    room.advance(queue.commit());
    await until('the first item', () => console.heard.includes('queue 1'));
    room.unfollow(console);
    expect(console.heard.filter((heard) => heard === 'queue 1')).toHaveLength(1);
    expect(room.isEmpty).toBe(true);
  });
});
