import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { openRedis, reconnect } from '../redis/redis.js';
import type { EventBus } from './event-bus.js';
import { REACH, type ForumEvent } from './forum-event.js';
import { Relay } from './relay.js';

/** ms between heartbeats, and after how many of silence the connections are made anew. */
const BEAT = 500;
const SILENCE = 1_500;
/** ms for which changes of threads are gathered into one message. */
const GATHER = 20;

/**
 * Publishes this process's events on Redis and takes in those of others. A channel for each thread that somebody follows
 * here, one for everything that concerns everyone, and a heartbeat that comes back to whoever sent it: it measures the
 * way there and back, and finds out where a connection is open and says nothing.
 */
export class RedisRelay extends Relay {
  private readonly logger = new Logger('Relay');
  private readonly subscriber: Redis;
  private readonly everyone: string;
  private readonly heart: string;
  private readonly followed = new Set<string>();
  private readonly touched = new Set<string>();
  private readonly beating = setInterval(() => this.beat(), BEAT).unref();
  private gathering: NodeJS.Timeout | undefined;
  private heardAt = performance.now();
  /** When the connections were last made anew. */
  private renewedAt = 0;
  private lastLag: number | null = null;

  /** @param publisher takes commands; a connection that listens cannot */
  constructor(
    url: string,
    private readonly publisher: Redis,
    private readonly prefix: string,
    private readonly bus: EventBus,
  ) {
    super();
    this.everyone = `${prefix}:everyone`;
    this.heart = `${prefix}:heart:${bus.process}`;
    this.subscriber = openRedis(url, 'events');
    this.subscriber.on('ready', () => void this.listen());
    this.subscriber.on('message', (channel: string, said: string) => this.onMessage(channel, said));
    bus.onOwn((event) => this.pass(event));
  }

  get lag(): number | null {
    return this.up ? this.lastLag : null;
  }

  get up(): boolean {
    return performance.now() - this.heardAt < SILENCE;
  }

  async follow(threadId: string): Promise<void> {
    this.followed.add(threadId);
    await this.subscriber.subscribe(this.channel(threadId)).catch(() => undefined);
  }

  unfollow(threadId: string): void {
    this.followed.delete(threadId);
    void this.subscriber.unsubscribe(this.channel(threadId)).catch(() => undefined);
  }

  close(): void {
    clearInterval(this.beating);
    clearTimeout(this.gathering);
    this.subscriber.disconnect();
  }

  /** A new connection has heard of nothing yet. */
  private async listen(): Promise<void> {
    const threads = [...this.followed].map((threadId) => this.channel(threadId));
    await this.subscriber.subscribe(this.everyone, this.heart, ...threads).catch(() => reconnect(this.subscriber));
  }

  private channel(threadId: string): string {
    return `${this.prefix}:thread:${threadId}`;
  }

  private pass(event: ForumEvent): void {
    const reach = REACH[event.name];
    if (reach === 'everywhere') this.say(this.everyone, event);
    if (reach !== 'thread' || !('threadId' in event)) return;
    this.say(this.channel(event.threadId), event);
    if (event.name === 'thread.event' || event.name === 'votes.changed') this.touch(event.threadId);
  }

  /** Pages of a thread are kept on every process: a busy one is named to all of them once a moment, not once an event. */
  private touch(threadId: string): void {
    this.touched.add(threadId);
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.say(this.everyone, { name: 'threads.touched', threadIds: [...this.touched] });
      this.touched.clear();
    }, GATHER).unref();
  }

  private say(channel: string, event: ForumEvent): void {
    if (this.publisher.status !== 'ready') return;
    this.publisher.publish(channel, `${this.bus.process} ${JSON.stringify(event)}`).catch(() => undefined);
  }

  private onMessage(channel: string, said: string): void {
    if (channel === this.heart) return this.feel(Number(said));
    if (said.startsWith(this.bus.process)) return;
    try {
      this.bus.publishRelayed(JSON.parse(said.slice(said.indexOf(' ') + 1)) as ForumEvent);
    } catch (error) {
      this.logger.error(`A message on ${channel} could not be read`, error instanceof Error ? error.stack : '');
    }
  }

  private beat(): void {
    const now = performance.now();
    if (!this.up && now - this.renewedAt > SILENCE) {
      // Heard nothing for too long: one of the two is deaf, and nobody knows which. A slow one needs its time to come back.
      this.renewedAt = now;
      this.lastLag = null;
      reconnect(this.subscriber);
      reconnect(this.publisher);
    }
    if (this.publisher.status === 'ready') this.publisher.publish(this.heart, String(now)).catch(() => undefined);
  }

  private feel(sentAt: number): void {
    this.heardAt = performance.now();
    this.lastLag = this.heardAt - sentAt;
  }
}
