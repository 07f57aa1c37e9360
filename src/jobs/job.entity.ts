import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Work that is done later, for certain: at least once, by one process at a time. */
@Entity('jobs')
@Index('jobs_due', ['state', 'runAt'])
@Index('jobs_once', ['kind', 'dedupeKey'], { unique: true })
export class Job {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @Column('varchar', { length: 64 })
  kind!: string;

  /** Of one kind and key there is one job; the id where nobody named any. */
  @Column('varchar', { name: 'dedupe_key', length: 200 })
  dedupeKey!: string;

  /** JSON. */
  @Column('text')
  payload!: string;

  /** `dead`: tried too often; kept for an operator to see. */
  @Column('varchar', { length: 16 })
  state!: 'waiting' | 'dead';

  /** How often it was asked for: one that is asked for again while it runs, runs again. */
  @Column('integer')
  asked!: number;

  /** Tries since it was last asked for. */
  @Column('integer')
  attempts!: number;

  @Column('bigint', { name: 'run_at' })
  runAt!: number;

  /** Whose it is at the moment, and until when nobody else takes it. */
  @Column('varchar', { length: 36, nullable: true })
  lease!: string | null;

  @Column('bigint', { name: 'leased_until', nullable: true })
  leasedUntil!: number | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
