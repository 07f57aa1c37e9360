import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import type { Connection } from './connection.js';
import { PING } from './frames.js';
import { ReturnWindow } from './return-window.js';
import { Sockets } from './sockets.js';

/**
 * ms between two steps of a round, at most: of twenty thousand sockets each step writes to thirty, which takes a millisecond. In
 * twenty steps a round it took twenty of them, and whoever asked for a page just then waited for it.
 */
const STEP = 50;
/** Rounds in which nothing was heard, after which a socket is taken for dead. */
const ROUNDS = 2;

/** Finds sockets whose other end is gone without a word (a laptop shut, a network changed). */
@Injectable()
export class Heartbeat implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Connection[] = [];
  private share = 0;
  private steps = 0;
  private expected = 0;
  private stalled = false;
  /** Steps of a round. */
  private readonly length: number;
  /** The ping and what a page can see of it, in one write. */
  private frames = PING;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly sockets: Sockets,
    private readonly window: ReturnWindow,
  ) {
    this.length = Math.ceil(config.HEARTBEAT / STEP);
  }

  onModuleInit(): void {
    this.timer = setInterval(() => this.step(performance.now()), this.config.HEARTBEAT / this.length).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Looks at its share of the sockets. @param now ms, as performance.now() counts them; `length` calls a HEARTBEAT */
  step(now: number): void {
    const due = this.config.HEARTBEAT / this.length;
    // This process stood still: answers that came meanwhile have not been read yet, and nobody is blamed for that.
    if (this.expected > 0 && now - this.expected > Math.max(due, 1_000)) this.stalled = true;
    this.expected = now + due;
    if (this.steps % this.length === 0) this.beginRound();
    this.steps += 1;
    for (const connection of this.round.splice(0, this.share)) this.beat(connection);
  }

  private beginRound(): void {
    if (this.stalled) for (const connection of this.sockets) connection.silence = 0;
    this.stalled = false;
    this.sockets.forgetPeak();
    this.frames = Buffer.concat([PING, this.window.beat]);
    this.round = [...this.sockets];
    this.share = Math.ceil(this.round.length / this.length);
  }

  private beat(connection: Connection): void {
    if (!this.stalled && connection.silence >= ROUNDS) return connection.terminate();
    connection.silence += 1;
    connection.pinged = true;
    connection.write(this.frames);
  }
}
