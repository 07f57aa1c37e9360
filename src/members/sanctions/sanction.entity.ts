import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Member } from '../member.entity.js';

@Entity('sanctions')
@Index('sanctions_member', ['memberId', 'siteId'])
export class Sanction {
  @PrimaryColumn('varchar', { length: 36 })
  id!: string;

  @ForeignKey(() => Member, { name: 'sanctions_member_fk' })
  @Column('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  @Column('varchar', { name: 'site_id', length: 64 })
  siteId!: string;

  @Column('varchar', { length: 16 })
  kind!: 'ban' | 'suspend';

  /** Null: for ever. */
  @Column('bigint', { nullable: true })
  until!: number | null;

  @Column('text')
  reason!: string;

  @Column('varchar', { name: 'by_id', length: 36 })
  byId!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'lifted_at', nullable: true })
  liftedAt!: number | null;
}
