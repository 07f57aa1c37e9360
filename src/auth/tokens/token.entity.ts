import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../../members/member.entity.js';

export type TokenKind = 'guest' | 'member' | 'api' | 'session' | 'link';

/** A token is kept as its SHA-256 only: who reads the database can sign in as nobody. One that speaks for somebody is a session. */
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

  /** `member`: by a proof of who it is · `session`: the console's · `link`: the one-time link by which staff sign in; it opens nothing but a session. */
  @Column('varchar', { length: 16 })
  kind!: TokenKind;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'expires_at', nullable: true })
  expiresAt!: number | null;

  @Column('bigint', { name: 'revoked_at', nullable: true })
  revokedAt!: number | null;

  /** By which way it was given: `guest`, `mail`, `link`, …; null for those of before ways were told apart. */
  @Column('varchar', { length: 32, nullable: true })
  way!: string | null;

  /** Browser and system, as a person knows them: `Firefox · Linux`. */
  @Column('varchar', { length: 80, nullable: true })
  device!: string | null;

  /** When it was last used, give or take an hour; null: never since it was made, or since before that was kept. */
  @Column('bigint', { name: 'used_at', nullable: true })
  usedAt!: number | null;
}
