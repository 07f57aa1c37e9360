import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { TokensRepository } from './tokens.repository.js';

/** ms between writes of what was used, within which a use is not worth another, and how many are noted in between. */
const EVERY = 60_000;
const EXACT = 3_600_000;
const MOST = 50_000;

/** When tokens were last used: noted as they are, and written together, so that no request waits for it. A process that dies forgets a minute. */
@Injectable()
export class TokenUses implements OnApplicationBootstrap, OnApplicationShutdown {
  private used = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tokens: TokensRepository,
    private readonly transactions: Transactions,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write().catch(() => undefined), EVERY).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  note(hash: string): void {
    if (this.used.size < MOST) this.used.add(hash);
  }

  /** @throws where the database takes no write; what was noted is forgotten, and noted with its next use */
  async write(): Promise<void> {
    const used = [...this.used];
    this.used = new Set();
    if (used.length > 0) await this.transactions.run((tx) => this.tokens.markUsed(tx, used, tx.now - EXACT));
  }
}
