import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { overloaded } from '../../http/errors.js';
import { AdmissionQueue } from '../../http/load-shedding/admission-queue.js';
import type { ForumError } from '../../errors/forum-error.js';

type Waiting = { readonly begin: () => void; readonly refuse: (error: ForumError) => void };

/**
 * What comes over sockets takes turns, a slice of each turn of the event loop. Where thousands come back at the same moment,
 * the kernel hands over what all of them say at once: worked off as it comes, it held up for a second whoever asked for a page.
 */
@Injectable()
export class FrameScheduler {
  private readonly handshakes: AdmissionQueue<Waiting>;
  /** Who has been let in is refused nothing here. */
  private readonly frames = new AdmissionQueue<() => void>(Infinity, {
    serve: (begin) => begin(),
    refuse: (begin) => begin(),
  });

  constructor(@Inject(CONFIG) { REQUEST_TIMEOUT }: Config) {
    this.handshakes = new AdmissionQueue(REQUEST_TIMEOUT, {
      serve: ({ begin }) => begin(),
      refuse: ({ refuse }) => refuse(overloaded('REQUEST_TIMEOUT')),
    });
  }

  /** Handshakes and frames that wait for their turn. */
  get waiting(): number {
    return this.handshakes.length + this.frames.length;
  }

  /**
   * Resolves when its turn has come: at once, where there is time.
   * @throws ForumError overloaded where it would not come in time
   */
  handshake(): Promise<void> {
    return new Promise((begin, refuse) => this.handshakes.take({ begin, refuse }));
  }

  frame(): Promise<void> {
    return new Promise((begin) => this.frames.take(begin));
  }
}
