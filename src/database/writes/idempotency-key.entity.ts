import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The first answer to a write, kept for 24 h so that the same write sent again is answered and not done again. */
@Entity('idempotency_keys')
@Index('idempotency_keys_age', ['createdAt'])
export class IdempotencyRecord {
  /** A member's id; for who has none yet, `address:` and a hash. */
  @PrimaryColumn('varchar', { length: 80, primaryKeyConstraintName: 'idempotency_keys_key' })
  owner!: string;

  @PrimaryColumn('varchar', { length: 64, primaryKeyConstraintName: 'idempotency_keys_key' })
  key!: string;

  /** SHA-256 of method, route and body. */
  @Column('varchar', { length: 64 })
  fingerprint!: string;

  /** JSON of the answer. */
  @Column('text')
  answer!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
