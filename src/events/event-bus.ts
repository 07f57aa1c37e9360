import { Injectable, Logger } from '@nestjs/common';
import type { ForumEvent } from './forum-event.js';

type Name = ForumEvent['name'];
type Of<N extends Name> = Extract<ForumEvent, { name: N }>;
type Listener = (event: ForumEvent) => void | Promise<void>;

/** Tells the rest of this process what has been committed. A listener that fails is logged; the write it hears of stands. */
@Injectable()
export class EventBus {
  private readonly logger = new Logger(EventBus.name);
  private readonly listeners = new Map<Name, Listener[]>();

  on<N extends Name>(name: N, listener: (event: Of<N>) => void | Promise<void>): void {
    const known = this.listeners.get(name) ?? [];
    this.listeners.set(name, [...known, listener as Listener]);
  }

  publish(events: readonly ForumEvent[]): void {
    for (const event of events) {
      for (const listener of this.listeners.get(event.name) ?? []) {
        try {
          Promise.resolve(listener(event)).catch((error: unknown) => this.report(event, error));
        } catch (error) {
          this.report(event, error);
        }
      }
    }
  }

  private report(event: ForumEvent, error: unknown): void {
    this.logger.error(`A listener of ${event.name} failed`, error instanceof Error ? error.stack : String(error));
  }
}
