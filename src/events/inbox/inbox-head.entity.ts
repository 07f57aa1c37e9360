import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a member's inbox has come. */
@Entity('inbox_heads')
export class InboxHead {
  @PrimaryColumn('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  /** The number of its last event. */
  @Column('bigint')
  position!: number;

  /** Changes when positions may have been taken back (a restored backup), so that followers start over. */
  @Column('varchar', { length: 36 })
  epoch!: string;
}
