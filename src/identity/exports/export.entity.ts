import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That a member has asked for what is stored of them. Of one member one is being made at a time. */
@Entity('exports')
@Index('exports_waiting', ['memberId'], { unique: true, where: `"state" = 'waiting'` })
@Index('exports_member', ['memberId'])
@Index('exports_expires', ['expiresAt'])
export class Export {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  @Column('varchar', { length: 16 })
  state!: 'waiting' | 'ready' | 'failed';

  /** Why it failed: `too_large`, or `internal`, which stands in the log. */
  @Column('varchar', { length: 16, nullable: true })
  failure!: 'too_large' | 'internal' | null;

  /** In which its page for people is written. */
  @Column('varchar', { length: 8 })
  language!: string;

  /** Which try to make it counts: nothing is kept of one before it. Empty before the first. */
  @Column('varchar', { length: 36 })
  run!: string;

  @Column('integer')
  tries!: number;

  /** Chunks that are kept of it. */
  @Column('integer')
  chunks!: number;

  /** Of the archive, as it is downloaded. */
  @Column('bigint')
  bytes!: number;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'ready_at', nullable: true })
  readyAt!: number | null;

  /** ms; nobody gets it from then on. */
  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;
}
