import { Injectable } from '@nestjs/common';
import { EventBus } from '../../events/event-bus.js';

/** ms between announcements of this process, and between those of what has not changed. */
const TELL = 500;
const AGAIN = 10_000;
/** Threads that are announced at once, and ms until more are. */
const STEP = 500;
const SOON = 25;
/** ms after which a process that says nothing more is taken to be gone. */
const GONE = 25_000;

type Elsewhere = Map<string, { readonly readers: number; readonly until: number }>;

/**
 * How many follow each thread on other processes. Each publishes its own number when it changes and now and then; who has
 * just begun to follow asks. Nothing is kept but what was published lately, so nothing stays wrong.
 */
@Injectable()
export class Presence {
  private readonly here = new Map<string, number>();
  private readonly elsewhere = new Map<string, Elsewhere>();
  private readonly changed = new Set<string>();
  private readonly announcing = setInterval(() => this.announce(), TELL).unref();
  private readonly repeating = setInterval(() => this.repeat(), AGAIN).unref();
  private listener: (threadId: string) => void = () => undefined;

  constructor(private readonly bus: EventBus) {
    bus.on('readers.counted', ({ threadId, process, readers }) => {
      if (process !== bus.process) this.onReaders(threadId, process, readers);
    });
    bus.on('readers.asked', ({ threadId }) => {
      if (this.here.has(threadId)) this.changed.add(threadId);
    });
  }

  /** @param listener is called with a thread whose number elsewhere has changed */
  watch(listener: (threadId: string) => void): void {
    this.listener = listener;
  }

  /** Asks the others how many follow there. */
  ask(threadId: string): void {
    this.bus.publish([{ name: 'readers.asked', threadId }]);
  }

  /** How many follow a thread on this process now. */
  count(threadId: string, readers: number): void {
    if (readers === 0) this.here.delete(threadId);
    else this.here.set(threadId, readers);
    this.changed.add(threadId);
  }

  /** How many follow it on all the others. */
  others(threadId: string): number {
    const known = this.elsewhere.get(threadId);
    if (!known) return 0;
    const now = performance.now();
    return [...known.values()].reduce((sum, { readers, until }) => sum + (until > now ? readers : 0), 0);
  }

  forget(threadId: string): void {
    this.elsewhere.delete(threadId);
  }

  /** This process goes, and says so: else the others would count its readers until they take it to be gone. */
  leave(): void {
    clearInterval(this.announcing);
    clearInterval(this.repeating);
    for (const threadId of this.here.keys()) this.changed.add(threadId);
    this.here.clear();
    this.announce(Infinity);
  }

  private onReaders(threadId: string, process: string, readers: number): void {
    const known = this.elsewhere.get(threadId) ?? new Map();
    if (readers === 0) known.delete(process);
    else known.set(process, { readers, until: performance.now() + GONE });
    if (known.size > 0) this.elsewhere.set(threadId, known);
    else this.elsewhere.delete(threadId);
    this.listener(threadId);
  }

  /** Of very many some, and the others soon: nobody else waits for them. */
  private announce(most = STEP): void {
    const some = [...this.changed].slice(0, most);
    for (const threadId of some) this.changed.delete(threadId);
    const { process } = this.bus;
    this.bus.publish(
      some.map((threadId) => ({
        name: 'readers.counted',
        threadId,
        process,
        readers: this.here.get(threadId) ?? 0,
      })),
    );
    if (this.changed.size > 0) setTimeout(() => this.announce(), SOON).unref();
  }

  /** Says again what has not changed, and lets go of who has not done so. */
  private repeat(): void {
    for (const threadId of this.here.keys()) this.changed.add(threadId);
    const now = performance.now();
    for (const [threadId, known] of this.elsewhere) {
      const gone = [...known].filter(([, { until }]) => until <= now);
      for (const [process] of gone) known.delete(process);
      if (known.size === 0) this.elsewhere.delete(threadId);
      if (gone.length > 0) this.listener(threadId);
    }
  }
}
