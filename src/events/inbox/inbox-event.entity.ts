import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The log of a member's inbox: one row a position. It holds no text: what an event tells is read when it is told. */
@Entity('inbox_events')
@Index('inbox_events_at', ['at'])
export class InboxEventRow {
  @PrimaryColumn('varchar', { name: 'member_id', length: 36, primaryKeyConstraintName: 'inbox_events_key' })
  memberId!: string;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'inbox_events_key' })
  position!: number;

  /** One of those in messages/inbox/inbox.schema.ts, or one that another build wrote. */
  @Column('varchar', { length: 64 })
  type!: string;

  /** What it is about: a message, a sanction. */
  @Column('varchar', { name: 'subject_id', length: 36 })
  subjectId!: string;

  @Column('bigint')
  at!: number;
}
