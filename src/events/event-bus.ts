import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { ForumEvent } from './forum-event.js';

type Name = ForumEvent['name'];
type Of<N extends Name> = Extract<ForumEvent, { name: N }>;
type Listener = (event: ForumEvent) => void | Promise<void>;

/**
 * Tells the rest of this process what has been committed, here or (by the relay) in another process. A listener that
 * fails is logged; the write it hears of stands.
 */
@Injectable()
export class EventBus {
  /** Which of several processes this is. */
  readonly process = randomUUID();

  private readonly logger = new Logger(EventBus.name);
  private readonly listeners = new Map<Name, Listener[]>();
  private readonly own: Listener[] = [];

  on<N extends Name>(name: N, listener: (event: Of<N>) => void | Promise<void>): void {
    const known = this.listeners.get(name) ?? [];
    this.listeners.set(name, [...known, listener as Listener]);
  }

  /** Every event of this process, and none of another's: what the relay passes on. */
  onOwn(listener: Listener): void {
    this.own.push(listener);
  }

  publish(events: readonly ForumEvent[]): void {
    for (const event of events) {
      this.notify(this.listeners.get(event.name), event);
      this.notify(this.own, event);
    }
  }

  /** What another process told. */
  publishRelayed(event: ForumEvent): void {
    this.notify(this.listeners.get(event.name), event);
  }

  private notify(listeners: readonly Listener[] = [], event: ForumEvent): void {
    for (const listener of listeners) {
      try {
        Promise.resolve(listener(event)).catch((error: unknown) => this.report(event, error));
      } catch (error) {
        this.report(event, error);
      }
    }
  }

  private report(event: ForumEvent, error: unknown): void {
    this.logger.error(`A listener of ${event.name} failed`, error instanceof Error ? error.stack : String(error));
  }
}
