import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ThreadEventType } from './events.schema.js';

/**
 * The log of a thread: one row a position. It holds no text: a message's view is read when the event is told again,
 * so that a removed message leaves the past as well.
 */
@Entity('thread_events')
export class ThreadEventRow {
  @PrimaryColumn('varchar', { name: 'thread_id', length: 36, primaryKeyConstraintName: 'thread_events_key' })
  threadId!: string;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'thread_events_key' })
  position!: number;

  @Column('varchar', { length: 32 })
  type!: ThreadEventType;

  @Column('varchar', { name: 'message_id', length: 36, nullable: true })
  messageId!: string | null;

  /** JSON of what the message's view does not tell: why it was removed, which empty places came or went. */
  @Column('text')
  detail!: string;

  @Column('bigint')
  at!: number;
}
