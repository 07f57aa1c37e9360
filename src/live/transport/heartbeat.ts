import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import type { Connection } from './connection.js';
import { encode } from './frames.js';
import { Sockets } from './sockets.js';

/** Pings of one round are spread over so many steps: ten thousand at once would hold everything else up. */
const STEPS = 20;
/** Rounds in which nothing was heard, after which a socket is taken for dead. */
const ROUNDS = 2;

/** What a browser's page can see of us while nothing happens, and knows a dead line by. */
export const beat = ({ HEARTBEAT }: Pick<Config, 'HEARTBEAT'>): Buffer =>
  encode({ event: 'beat', data: { every: HEARTBEAT } });

/** Finds sockets whose other end is gone without a word (a laptop shut, a network changed). */
@Injectable()
export class Heartbeat implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Connection[] = [];
  private share = 0;
  private steps = 0;
  private expected = 0;
  private stalled = false;
  private readonly frame: Buffer;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly sockets: Sockets,
  ) {
    this.frame = beat(config);
  }

  onModuleInit(): void {
    this.timer = setInterval(() => this.step(performance.now()), this.config.HEARTBEAT / STEPS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Looks at its share of the sockets. @param now ms, as performance.now() counts them; STEPS calls a HEARTBEAT */
  step(now: number): void {
    const length = this.config.HEARTBEAT / STEPS;
    // This process stood still: answers that came meanwhile have not been read yet, and nobody is blamed for that.
    if (this.expected > 0 && now - this.expected > Math.max(length, 1_000)) this.stalled = true;
    this.expected = now + length;
    if (this.steps % STEPS === 0) this.beginRound();
    this.steps += 1;
    for (const connection of this.round.splice(0, this.share)) this.beat(connection);
  }

  private beginRound(): void {
    if (this.stalled) for (const connection of this.sockets) connection.silence = 0;
    this.stalled = false;
    this.round = [...this.sockets];
    this.share = Math.ceil(this.round.length / STEPS);
  }

  private beat(connection: Connection): void {
    if (!this.stalled && connection.silence >= ROUNDS) return connection.terminate();
    connection.silence += 1;
    connection.ping();
    connection.write(this.frame);
  }
}
