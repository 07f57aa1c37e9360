import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a message moved in what waits for its site's moderators. */
export type QueueMove = 'entered' | 'changed' | 'left';

/**
 * The log of a site's queue: one row a position. It holds no text: the item is read when the event is told, so that what
 * has left since leaves the past as well.
 */
@Entity('queue_events')
export class QueueEventRow {
  @PrimaryColumn('varchar', { name: 'site_id', length: 64, primaryKeyConstraintName: 'queue_events_key' })
  siteId!: string;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'queue_events_key' })
  position!: number;

  @Column('varchar', { length: 16 })
  move!: QueueMove;

  @Column('varchar', { name: 'message_id', length: 36 })
  messageId!: string;

  /** Who decided; null where no moderator did. */
  @Column('varchar', { name: 'by_id', length: 36, nullable: true })
  byId!: string | null;

  @Column('varchar', { name: 'by_name', length: 100, nullable: true })
  byName!: string | null;

  @Column('varchar', { length: 16, nullable: true })
  decision!: string | null;

  @Column('bigint')
  at!: number;
}
