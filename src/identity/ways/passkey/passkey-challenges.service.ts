import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions, type Tx } from '../../../database/transactions.js';
import { ForumError } from '../../../errors/forum-error.js';
import { Jobs } from '../../../jobs/jobs.service.js';
import { MemberTables } from '../../../members/member-tables.js';
import { PasskeyChallengesRepository } from './passkey-challenges.repository.js';
import { PasskeysRepository } from './passkeys.repository.js';

/** ms for which a challenge is good. */
export const CHALLENGE_LIFE = 300_000;
/** Rows that a sweep takes away at a time. */
const ROWS = 500;
const TEN_MINUTES = 600_000;

/** What authenticators are asked to sign: each good once, for five minutes, at any process. */
@Injectable()
export class PasskeyChallenges implements OnModuleInit {
  constructor(
    private readonly challenges: PasskeyChallengesRepository,
    private readonly passkeys: PasskeysRepository,
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly tables: MemberTables,
  ) {}

  onModuleInit(): void {
    const forget = async (tx: Tx, memberId: string): Promise<void> => {
      await this.challenges.forgetOf(tx, memberId);
      await this.passkeys.forget(tx, memberId);
    };
    this.tables.add({ forget, leaveStaff: forget });
    this.jobs.recurring('sweep.passkey-challenges', TEN_MINUTES, () => this.sweep());
  }

  /** Forgets what nobody answered in time; answers whether there is more of it. */
  async sweep(): Promise<boolean> {
    return (await this.transactions.run((tx) => this.challenges.forgetExpired(tx, ROWS))) === ROWS;
  }

  /** @param memberId who is to add a passkey by it; null: for signing in */
  async keep(challenge: string, memberId: string | null): Promise<void> {
    await this.transactions.run((tx) => this.challenges.insert(tx, challenge, memberId, tx.now + CHALLENGE_LIFE));
  }

  /** @throws ForumError passkey_not_valid where it was answered before, is too old, never was, or was given for something else */
  async take(tx: Tx, challenge: string, memberId: string | null): Promise<void> {
    if (!(await this.challenges.take(tx, challenge, memberId))) throw new ForumError('passkey_not_valid');
  }
}
