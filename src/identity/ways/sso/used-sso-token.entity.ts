import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A token of a publisher that was taken: it is good once. */
@Entity('used_sso_tokens')
@Index('used_sso_tokens_expires', ['expiresAt'])
export class UsedSsoToken {
  @PrimaryColumn('varchar', { name: 'site_id', length: 64, primaryKeyConstraintName: 'used_sso_tokens_key' })
  siteId!: string;

  /** SHA-256 of the token's `jti`. */
  @PrimaryColumn('varchar', { name: 'jti_hash', length: 64, primaryKeyConstraintName: 'used_sso_tokens_key' })
  jtiHash!: string;

  /** From then on the token is refused for its age. */
  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;
}
