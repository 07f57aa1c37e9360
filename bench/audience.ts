import type { Target } from './load/exchange.js';
import type { Back, Following, HeardInAll } from './load/followers.js';
import { Program } from './programs.js';
import { threadAt } from './reading.js';

/** Everyone who follows one thread, in a process of their own. */
export class Audience {
  private constructor(
    private readonly program: Program<Following>,
    private readonly target: Target,
    private readonly thread: string,
    private readonly unpack: boolean,
  ) {}

  /** @param unpack whether they take packed frames, as every browser does */
  static async of(target: Target, thread: string, count = 0, unpack = false): Promise<Audience> {
    const audience = new Audience(await Program.start<Following>('load/followers.ts', 'load'), target, thread, unpack);
    await audience.grow(count);
    return audience;
  }

  async grow(count: number): Promise<void> {
    await this.program.ask({ do: 'follow', target: this.target, thread: this.thread, count, unpack: this.unpack });
  }

  async leave(): Promise<void> {
    await this.program.ask({ do: 'leave' });
  }

  /**
   * All of them lose their connections in one moment. Resolves when everyone is back from where it was, with how long that took.
   * @throws Error when anyone's stream had a gap, or the page would have to be read again
   */
  async drop(): Promise<Back> {
    const { target, thread, unpack } = this;
    const { epoch } = await threadAt(target, thread);
    return this.program.ask<Back>({ do: 'drop', target, thread, epoch, unpack });
  }

  /**
   * Resolves when everyone has heard everything up to a position, with what was heard since this was last asked.
   * @throws Error when anyone's stream had a gap, or somebody was sent away
   */
  async heard(position: number): Promise<HeardInAll> {
    await this.program.ask({ do: 'wait', position });
    return this.program.ask<HeardInAll>({ do: 'take' });
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }
}
