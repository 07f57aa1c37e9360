import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A challenge that was solved, or a place in the line that was waited for: good once. */
@Entity('spent_proofs')
@Index('spent_proofs_expires', ['expiresAt'])
export class SpentProof {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  /** SHA-256 of the member and of its `Idempotency-Key`: the same post may come with it again. */
  @Column('varchar', { length: 64 })
  use!: string;

  /** ms; then it is no good any more, and is forgotten. */
  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;
}
