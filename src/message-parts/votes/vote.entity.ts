import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Message } from '../../messages/message.entity.js';

@Entity('votes')
@Index('votes_of_member', ['memberId', 'threadId'])
export class Vote {
  @ForeignKey(() => Message, { name: 'votes_message' })
  @PrimaryColumn('varchar', { name: 'message_id', length: 36, primaryKeyConstraintName: 'votes_key' })
  messageId!: string;

  @PrimaryColumn('varchar', { name: 'member_id', length: 36, primaryKeyConstraintName: 'votes_key' })
  memberId!: string;

  @Column('varchar', { name: 'thread_id', length: 36 })
  threadId!: string;

  /** 1 or -1. */
  @Column('smallint')
  value!: number;
}
