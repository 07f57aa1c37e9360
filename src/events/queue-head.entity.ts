import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a site's queue has come. */
@Entity('queue_heads')
export class QueueHead {
  @PrimaryColumn('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  /** The number of its last event. */
  @Column('bigint')
  position!: number;

  /** Changes when positions may have been taken back (a restored backup), so that followers start over. */
  @Column('varchar', { length: 36 })
  epoch!: string;
}
