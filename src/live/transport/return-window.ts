import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { encode } from './frames.js';
import { Sockets } from './sockets.js';

/** ms: a page waits for so long at random anyway, and for no longer than the other. */
const LEAST = 2_000;
const MOST = 30_000;
/** ms to which a window is rounded up, so that one frame is good for all who are sent it. */
const STEP = 100;

/**
 * Tells readers over how many ms to spread their return after a break. They cannot know how many others were dropped with them;
 * this process knows how many it holds. Where more come than are let in, the system's queue of new connections runs over, and
 * who was turned away there tries again after 1, 3, 7, 15 and 31 seconds.
 */
@Injectable()
export class ReturnWindow {
  private latest: { readonly spread: number; readonly frame: Buffer } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly sockets: Sockets,
  ) {}

  /** The frame that a page knows a dead line by, and its way back. */
  get beat(): Buffer {
    const { spread } = this;
    if (this.latest?.spread !== spread) {
      const data = { every: this.config.HEARTBEAT, spread };
      this.latest = { spread, frame: encode({ event: 'beat', data }) };
    }
    return this.latest.frame;
  }

  private get spread(): number {
    const ms = (this.sockets.most * 1_000) / this.config.RETURNS_PER_SECOND;
    return Math.min(MOST, Math.max(LEAST, Math.ceil(ms / STEP) * STEP));
  }
}
