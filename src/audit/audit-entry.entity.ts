import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One line of the log: what a person with rights did. Each holds the hash of the one before, so none can be changed or left out unseen. */
@Entity('audit_log')
@Index('audit_log_site', ['siteId', 'seq'])
export class AuditEntry {
  /** 1, 2, 3 … without a gap. */
  @PrimaryColumn('bigint')
  seq!: number;

  @Column('bigint')
  at!: number;

  @Column('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  @Column('varchar', { name: 'actor_id', length: 36 })
  actorId!: string;

  @Column('varchar', { name: 'actor_name', length: 100 })
  actorName!: string;

  @Column('varchar', { length: 32 })
  action!: string;

  @Column('varchar', { name: 'subject_kind', length: 16 })
  subjectKind!: string;

  @Column('varchar', { name: 'subject_id', length: 64 })
  subjectId!: string;

  /** JSON. */
  @Column('text')
  before!: string;

  /** JSON. */
  @Column('text')
  after!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('varchar', { length: 64 })
  hash!: string;
}
