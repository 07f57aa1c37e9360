import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../../members/member.entity.js';

export type TokenKind = 'guest' | 'api' | 'session' | 'link';

/** A token is kept as its SHA-256 only: who reads the database can sign in as nobody. */
@Entity('tokens')
@Index('tokens_member', ['memberId'])
@Index('tokens_expires', ['expiresAt'])
@Index('tokens_revoked', ['revokedAt'])
export class Token {
  @PrimaryColumn('varchar', { length: 64 })
  hash!: string;

  @ForeignKey(() => Member, { name: 'tokens_member_fk' })
  @Column('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  /** `link`: the one-time link by which staff sign in; it opens nothing but a session. */
  @Column('varchar', { length: 16 })
  kind!: TokenKind;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'expires_at', nullable: true })
  expiresAt!: number | null;

  @Column('bigint', { name: 'revoked_at', nullable: true })
  revokedAt!: number | null;
}
