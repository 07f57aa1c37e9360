import type { Redis } from 'ioredis';

/** ms by which something is said again at most: much else has been said by then. */
const LATER = 500;

/** Says again what any process has said of a thread to the others: each once, and in no order. */
export class Echo {
  private readonly said = new Set<string>();
  private ears: Redis | undefined;

  constructor(private readonly mouth: Redis) {}

  async begin(): Promise<void> {
    this.ears = this.mouth.duplicate();
    this.ears.on('pmessage', (_pattern: string, channel: string, words: string) => this.again(channel, words));
    await this.ears.psubscribe('*:thread:*');
  }

  end(): void {
    this.ears?.disconnect();
  }

  private again(channel: string, words: string): void {
    if (this.said.has(words)) return;
    this.said.add(words);
    setTimeout(() => void this.mouth.publish(channel, words).catch(() => undefined), Math.random() * LATER);
  }
}
