import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { SecretBox } from '../secrets/secret-box.js';
import { ResealingRepository } from './resealing.repository.js';

/** Rows in one unit of work. */
const ROWS = 200;

export type Resealed = {
  /** Mail addresses that are sealed with the key in use now, and were not. */
  readonly resealed: number;
  /** Those that no key opens that is set. */
  readonly closed: number;
  /** Readers of publishers, whom only their next sign-in takes over: only their fingerprint is kept. */
  readonly publishers: number;
};

/**
 * Takes what was sealed with SECRET_KEY_BEFORE over to SECRET_KEY, while the forum serves: each row can be opened and found by one of
 * the two keys at any moment. Broken off, it is run again: what it has done it passes by.
 */
@Injectable()
export class ResealingService {
  constructor(
    private readonly rows: ResealingRepository,
    private readonly box: SecretBox,
    private readonly transactions: Transactions,
  ) {}

  async reseal(): Promise<Resealed> {
    let [resealed, closed] = [0, 0];
    for (let after: string | null = ''; after !== null;) {
      const step = await this.step(after);
      resealed += step.resealed;
      closed += step.closed;
      after = step.last;
    }
    return { resealed, closed, publishers: await this.transactions.run((tx) => this.rows.ofPublishers(tx)) };
  }

  private step(after: string) {
    return this.transactions.run(async (tx) => {
      const rows = await this.rows.next(tx, after, ROWS);
      const counts = { resealed: 0, closed: 0 };
      for (const { id, way, subject, sealed } of rows) {
        if (!this.box.isOld(sealed)) continue;
        const address = this.box.open('mail address', sealed);
        if (address === null) {
          counts.closed += 1;
          continue;
        }
        const found = way === 'mail' ? this.box.fingerprint('mail address', address) : subject;
        await this.rows.keep(tx, { id, subject: found, sealed: this.box.seal('mail address', address) });
        counts.resealed += 1;
      }
      return { ...counts, last: rows.length === ROWS ? (rows.at(-1)?.id ?? null) : null };
    });
  }
}
