import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a member was erased: no more than the id, which says nothing about anybody. */
@Entity('erasures')
export class Erasure {
  @PrimaryColumn('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  @Column('bigint')
  at!: number;
}
