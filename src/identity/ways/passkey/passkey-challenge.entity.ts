import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What an authenticator is asked to sign, good once: whoever answers takes the row away. */
@Entity('passkey_challenges')
@Index('passkey_challenges_expires', ['expiresAt'])
@Index('passkey_challenges_member', ['memberId'])
export class PasskeyChallenge {
  /** SHA-256 of the challenge. */
  @PrimaryColumn('varchar', { length: 64 })
  hash!: string;

  /** Who adds a passkey by it; null: it is for signing in. */
  @Column('varchar', { name: 'member_id', length: 36, nullable: true })
  memberId!: string | null;

  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;
}
