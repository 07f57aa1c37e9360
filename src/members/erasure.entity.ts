import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What becomes of somebody's messages: those on a page stay, under no name, or the words of all go. */
export type KeptMessages = 'keep' | 'remove';

/** That a member was erased: no more than the id, which says nothing about anybody. */
@Entity('erasures')
export class Erasure {
  @PrimaryColumn('varchar', { name: 'member_id', length: 36 })
  memberId!: string;

  @Column('bigint')
  at!: number;

  @Column('varchar', { length: 8, default: 'remove' })
  messages!: KeptMessages;
}
